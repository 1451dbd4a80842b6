import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** How the field is to be filled in. */
  readonly help?: string;
  /** What is wrong with the value; empty when nothing is. */
  readonly error?: string;
  /**
   * `expected`: may be empty, and the label says so. `free`: may be empty, as every field of a filter.
   * @default 'expected'
   */
  readonly need?: 'required' | 'expected' | 'free';
}

interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'search' | 'date';
  readonly rows?: number;
  readonly mono?: boolean;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
  readonly maxLength?: number;
  readonly autoFocus?: boolean;
}

/** A labelled text field; with `rows`, of several lines. */
export function TextField(props: TextFieldProps) {
  const { label, value, onChange, help = '', error = '', need = 'expected', rows, mono = false } = props;
  const id = useId();
  const describedBy = [help === '' ? '' : `${id}-help`, error === '' ? '' : `${id}-error`].join(' ').trim();
  const shared = {
    id,
    value,
    required: need === 'required',
    class: mono ? 'input mono' : 'input',
    spellcheck: false,
    autocomplete: 'off',
    maxLength: props.maxLength ?? 500,
    'aria-invalid': error !== '',
    ...(describedBy !== '' && { 'aria-describedby': describedBy }),
    ...(props.placeholder !== undefined && { placeholder: props.placeholder }),
    ...(props.autoFocus === true && { 'data-autofocus': true }),
  };
  return (
    <div class="field">
      <label for={id}>
        {label}
        {need !== 'expected' ? null : <span class="optional"> (optional)</span>}
      </label>
      {rows === undefined ? (
        <input
          {...shared}
          type={props.type ?? 'text'}
          onInput={(event) => onChange(event.currentTarget.value)}
          {...(props.suggestions && { list: `${id}-list` })}
        />
      ) : (
        <textarea {...shared} rows={rows} onInput={(event) => onChange(event.currentTarget.value)} />
      )}
      {props.suggestions === undefined ? null : (
        <datalist id={`${id}-list`}>
          {props.suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {help === '' ? null : (
        <p id={`${id}-help`} class="help">
          {help}
        </p>
      )}
      {error === '' ? null : (
        <p id={`${id}-error`} class="field-error">
          {error}
        </p>
      )}
    </div>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface SelectFieldProps extends Omit<FieldProps, 'need' | 'error'> {
  readonly choices: readonly Choice[];
}

/** A labelled choice of one. */
export function SelectField({ label, value, onChange, choices, help = '' }: SelectFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        {...(help !== '' && { 'aria-describedby': `${id}-help` })}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {help === '' ? null : (
        <p id={`${id}-help`} class="help">
          {help}
        </p>
      )}
    </div>
  );
}

interface CheckboxProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly help?: string;
}

export function Checkbox({ label, checked, onChange, help = '' }: CheckboxProps) {
  const id = useId();
  return (
    <div class="field checkbox">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        {...(help !== '' && { 'aria-describedby': `${id}-help` })}
      />
      <label for={id}>{label}</label>
      {help === '' ? null : (
        <p id={`${id}-help`} class="help">
          {help}
        </p>
      )}
    </div>
  );
}

interface SegmentsProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
}

/** A row of choices of which one is taken: radio buttons, moved through with the arrow keys. */
export function Segments({ label, value, choices, onChange }: SegmentsProps) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class="visually-hidden">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value} class="segment">
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** A row of controls that belong to one card. */
export function Controls({ children }: { readonly children: ComponentChildren }) {
  return <div class="controls">{children}</div>;
}
