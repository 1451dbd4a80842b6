import { useId, useRef, useState } from 'preact/hooks';
import { goTo, linkTo } from '../../routing.ts';

/** Asks for an address and goes to its page. */
export function AddressSearch({
  label,
  large = false,
}: {
  readonly label: string;
  readonly large?: boolean;
}) {
  const id = useId();
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const search = (event: Event) => {
    event.preventDefault();
    const address = text.trim();
    if (!address.includes('@')) {
      setError('Enter an address with its @.');
      input.current?.focus();
      return;
    }
    setError('');
    setText('');
    goTo(linkTo('address', address));
  };
  return (
    <search class={large ? 'search search-large' : 'search'}>
      <form noValidate onSubmit={search}>
        <label for={id} class={large ? '' : 'visually-hidden'}>
          {label}
        </label>
        <div class="search-row">
          <input
            ref={input}
            id={id}
            class="input mono"
            type="search"
            inputMode="email"
            spellcheck={false}
            autocomplete="off"
            maxLength={400}
            placeholder={large ? 'ann@example.com' : 'Look an address up'}
            aria-invalid={error !== ''}
            aria-describedby={error === '' ? undefined : `${id}-error`}
            {...(large ? {} : { 'data-shortcut': '/', 'aria-keyshortcuts': '/' })}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" class={large ? 'button button-primary' : 'button'}>
            Look up
          </button>
        </div>
        {error === '' ? null : (
          <p id={`${id}-error`} class="field-error" role="alert">
            {error}
          </p>
        )}
      </form>
    </search>
  );
}
