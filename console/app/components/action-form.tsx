import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CallError } from '../api/client.ts';
import { asCallError } from '../api/use-resource.ts';
import { useConsole } from '../session.ts';
import { TextField } from './fields.tsx';
import { Failed } from './states.tsx';

/** What every change states. */
export interface Statement {
  readonly actor: string;
  readonly reason: string;
  /** Empty where none is asked for. */
  readonly proof: string;
}

interface ActionFormProps {
  readonly submit: string;
  readonly danger?: boolean;
  /** `required`: the change is refused without it. */
  readonly proof?: 'required' | 'none';
  /** Fields of this change alone. */
  readonly children?: ComponentChildren;
  readonly onSubmit: (statement: Statement) => Promise<void>;
  readonly onCancel: () => void;
  /** What a refused change needs: shown under the error. */
  readonly remedy?: (error: CallError) => ComponentChildren;
}

const ACTOR_KEY = 'bounce-ledger-console-actor';

/** Asks who makes a change, and why. */
export function ActionForm(props: ActionFormProps) {
  const { submit, danger = false, proof = 'none', children, onSubmit, onCancel, remedy } = props;
  const { session } = useConsole();
  const [actor, setActor] = useState(() => localStorage.getItem(ACTOR_KEY) ?? session.actor ?? '');
  const [reason, setReason] = useState('');
  const [proofText, setProofText] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);

  const missing = (value: string, what: string) => (asked && value.trim() === '' ? what : '');
  const complete =
    actor.trim() !== '' && reason.trim() !== '' && (proof === 'none' || proofText.trim() !== '');

  const send = async (event: Event) => {
    event.preventDefault();
    setAsked(true);
    if (!complete) {
      const form = event.currentTarget;
      // After the errors are shown: the first of them is where to go on.
      if (form instanceof HTMLFormElement) {
        setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      }
      return;
    }
    setBusy(true);
    setError(null);
    localStorage.setItem(ACTOR_KEY, actor.trim());
    try {
      await onSubmit({ actor: actor.trim(), reason: reason.trim(), proof: proofText.trim() });
    } catch (failure) {
      setError(asCallError(failure));
      setBusy(false);
    }
  };

  return (
    <form class="form" noValidate onSubmit={send}>
      {children}
      <TextField
        label="Actor"
        need="required"
        value={actor}
        onChange={setActor}
        help="Who decides this. It goes into the audit trail."
        error={missing(actor, 'Enter who decides this.')}
        autoFocus={actor === ''}
      />
      <TextField
        label="Reason"
        need="required"
        rows={2}
        value={reason}
        onChange={setReason}
        error={missing(reason, 'Enter why.')}
        autoFocus={actor !== ''}
      />
      {proof === 'none' ? null : (
        <TextField
          label="Proof"
          need="required"
          rows={2}
          value={proofText}
          onChange={setProofText}
          help="What shows that the recipient asked for mail again: a ticket, a signed form."
          error={missing(proofText, 'A complaint is released only with a proof.')}
        />
      )}
      {error === null ? null : <Failed error={error} />}
      {error === null ? null : remedy?.(error)}
      <div class="form-actions">
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class={`button ${danger ? 'button-danger' : 'button-primary'}`} disabled={busy}>
          {busy ? 'Sending…' : submit}
        </button>
      </div>
    </form>
  );
}
