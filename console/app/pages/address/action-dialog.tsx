import { useState } from 'preact/hooks';
import { type CallError, call } from '../../api/client.ts';
import { type AddressState, addressDocument, erasedDocument } from '../../api/documents.ts';
import { ActionForm, type Statement } from '../../components/action-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Checkbox, TextField } from '../../components/fields.tsx';
import { useNotice } from '../../components/notices.tsx';
import { Mono, Untrusted } from '../../components/text.tsx';
import { visible } from '../../format/visible.ts';

/** A change of an address. */
export type Action =
  | { readonly name: 'suppress' }
  | { readonly name: 'release'; readonly list: string; readonly reasons: readonly string[] }
  | { readonly name: 'erase' };

interface ActionDialogProps {
  readonly action: Action;
  readonly state: AddressState;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export function ActionDialog({ action, ...rest }: ActionDialogProps) {
  switch (action.name) {
    case 'suppress':
      return <SuppressDialog {...rest} />;
    case 'release':
      return <ReleaseDialog {...rest} list={action.list} reasons={action.reasons} />;
    case 'erase':
      return <EraseDialog {...rest} />;
  }
}

type ChangeProps = Omit<ActionDialogProps, 'action'>;

function suppressionPath(address: string): string {
  return `/v1/suppressions/${encodeURIComponent(address)}`;
}

/** The change is made against the record that is on the screen: one that has changed since is refused. */
function ifUnchanged({ revision }: AddressState): Readonly<Record<string, string>> {
  return { 'if-match': `"${revision}"` };
}

function SuppressDialog({ state, onClose, onDone }: ChangeProps) {
  const announce = useNotice();
  const [list, setList] = useState('');
  const suppress = async ({ actor, reason }: Statement) => {
    const name = list.trim();
    await call(suppressionPath(state.address), addressDocument, {
      method: 'PUT',
      headers: ifUnchanged(state),
      body: { actor, reason, ...(name !== '' && { list: name }) },
    });
    announce(`${visible(state.address)} is suppressed.`);
    onDone();
  };
  return (
    <Dialog title="Suppress the address" onClose={onClose}>
      <p>
        <Mono text={state.address} /> will not be mailed until it is released.
      </p>
      <ActionForm
        submit="Suppress"
        danger
        onSubmit={suppress}
        onCancel={onClose}
        remedy={(error) => <Remedy error={error} reload={onDone} />}
      >
        <TextField
          label="List"
          value={list}
          onChange={setList}
          maxLength={64}
          help="The name of one list; empty for every list."
        />
      </ActionForm>
    </Dialog>
  );
}

function ReleaseDialog({
  state,
  list,
  reasons,
  onClose,
  onDone,
}: ChangeProps & { readonly list: string; readonly reasons: readonly string[] }) {
  const announce = useNotice();
  const [needsProof, setNeedsProof] = useState(reasons.includes('complaint'));
  const release = async ({ actor, reason, proof }: Statement) => {
    try {
      await call(suppressionPath(state.address), addressDocument, {
        method: 'DELETE',
        headers: ifUnchanged(state),
        body: { actor, reason, list, ...(proof !== '' && { proof }) },
      });
    } catch (error) {
      if (error instanceof Error && 'problem' in error && error.problem === 'needs-proof')
        setNeedsProof(true);
      throw error;
    }
    announce(`${visible(state.address)} is released.`);
    onDone();
  };
  return (
    <Dialog title="Release the address" onClose={onClose}>
      <p>
        <Mono text={state.address} /> may be mailed again on{' '}
        {list === '*' ? (
          'every list'
        ) : (
          <>
            the list <Untrusted text={list} />
          </>
        )}
        . A newer event suppresses it again.
      </p>
      <ActionForm
        submit="Release"
        proof={needsProof ? 'required' : 'none'}
        onSubmit={release}
        onCancel={onClose}
        remedy={(error) => <Remedy error={error} reload={onDone} />}
      />
    </Dialog>
  );
}

function EraseDialog({ state, onClose, onDone }: ChangeProps) {
  const announce = useNotice();
  const [keepHash, setKeepHash] = useState(state.suppressed);
  const erase = async ({ actor, reason }: Statement) => {
    const { erased } = await call(`/v1/addresses/${encodeURIComponent(state.address)}`, erasedDocument, {
      method: 'DELETE',
      body: { actor, reason, keepHash },
    });
    announce(erased ? 'The record is erased.' : 'There was no record to erase.');
    onDone();
  };
  return (
    <Dialog title="Erase the address" onClose={onClose}>
      <p>
        The record of <Mono text={state.address} /> is deleted at once, and cannot be brought back. Its copies
        in the raw archive are erased by <code>bounce-ledger erase</code>.
      </p>
      <ActionForm
        submit="Erase"
        danger
        onSubmit={erase}
        onCancel={onClose}
        remedy={(error) => <Remedy error={error} reload={onDone} />}
      >
        <Checkbox
          label="Keep it suppressed under its hash"
          checked={keepHash}
          onChange={setKeepHash}
          help="Without it, the next import or send may mail the address again."
        />
      </ActionForm>
    </Dialog>
  );
}

function Remedy({ error, reload }: { readonly error: CallError; readonly reload: () => void }) {
  if (error.problem !== 'revision-mismatch') return null;
  return (
    <button type="button" class="button" onClick={reload}>
      Show what it says now
    </button>
  );
}
