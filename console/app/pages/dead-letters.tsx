import { useState } from 'preact/hooks';
import { type CallError, call } from '../api/client.ts';
import { deadLetterDocument, deadLettersDocument, redriveDocument } from '../api/documents.ts';
import { asCallError, useResource } from '../api/use-resource.ts';
import { Card } from '../components/card.tsx';
import { Dialog } from '../components/dialog.tsx';
import { useNotice } from '../components/notices.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Failed, Shown } from '../components/states.tsx';
import { Table } from '../components/table.tsx';
import { Mono, Untrusted } from '../components/text.tsx';
import { Time } from '../components/time.tsx';
import { counted } from '../format/numbers.ts';
import { visible } from '../format/visible.ts';
import { useConsole } from '../session.ts';

/** What could not be processed. */
export function DeadLettersPage() {
  const { session } = useConsole();
  const [shown, setShown] = useState<string | null>(null);
  const [redriving, setRedriving] = useState(false);
  const resource = useResource('dead letters', (signal) =>
    call('/_console/dead-letters', deadLettersDocument, { signal }),
  );
  const count = resource.data?.deadLetters.length ?? 0;
  return (
    <Page
      title="Dead letters"
      lead="Events that could not be processed. Nothing of them is lost: they stay as they came, for 14 days."
      actions={
        <>
          <button type="button" class="button" disabled={resource.loading} onClick={resource.reload}>
            Read again
          </button>
          {session.write && count > 0 ? (
            <button type="button" class="button button-primary" onClick={() => setRedriving(true)}>
              Redrive all…
            </button>
          ) : null}
        </>
      }
    >
      <Card
        title="Messages"
        busy={resource.loading}
        note={
          session.write || count === 0 ? undefined : 'Read-only: start the console with --write to redrive.'
        }
      >
        <Shown resource={resource} lines={4}>
          {({ deadLetters }) =>
            deadLetters.length === 0 ? (
              <Empty title="The dead-letter queue is empty." />
            ) : (
              <Table
                caption="Dead letters"
                rows={deadLetters}
                keyOf={({ id }) => id}
                columns={[
                  {
                    title: 'Message',
                    heading: true,
                    cell: ({ id }) => (
                      <button type="button" class="link-button" onClick={() => setShown(id)}>
                        <span class="visually-hidden">Show </span>
                        <Mono text={id} />
                      </button>
                    ),
                  },
                  { title: 'Since', cell: ({ since }) => <Time at={since} relative /> },
                  { title: 'Source', cell: ({ source }) => <Untrusted text={source} /> },
                  { title: 'Error', cell: ({ error }) => <Untrusted text={error} /> },
                ]}
              />
            )
          }
        </Shown>
      </Card>
      {shown === null ? null : <MessageDialog id={shown} onClose={() => setShown(null)} />}
      {redriving ? (
        <RedriveDialog
          count={count}
          onClose={() => setRedriving(false)}
          onDone={() => {
            setRedriving(false);
            resource.reload();
          }}
        />
      ) : null}
    </Page>
  );
}

function MessageDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const resource = useResource(id, (signal) =>
    call(`/_console/dead-letters/${encodeURIComponent(id)}`, deadLetterDocument, { signal }),
  );
  return (
    <Dialog title="Dead letter" wide onClose={onClose}>
      <Shown resource={resource} lines={8}>
        {(message) => (
          <>
            <dl class="facts">
              <div>
                <dt>Source</dt>
                <dd>
                  <Untrusted text={message.source} />
                </dd>
              </div>
              <div>
                <dt>Since</dt>
                <dd>
                  <Time at={message.since} />
                </dd>
              </div>
              <div>
                <dt>Error</dt>
                <dd>
                  <Untrusted text={message.error} />
                </dd>
              </div>
            </dl>
            <h3>The request as it came</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
            <section class="request" tabIndex={0} aria-label="Request">
              <pre class="reply">{visible(message.request, { lines: true })}</pre>
            </section>
          </>
        )}
      </Shown>
    </Dialog>
  );
}

interface RedriveDialogProps {
  readonly count: number;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function RedriveDialog({ count, onClose, onDone }: RedriveDialogProps) {
  const announce = useNotice();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CallError | null>(null);
  const redrive = async () => {
    setBusy(true);
    setError(null);
    try {
      const { redriven, left } = await call('/_console/dead-letters/redrive', redriveDocument, {
        method: 'POST',
      });
      const more = left === 0 ? '' : ` ${counted(left, 'message')} came meanwhile.`;
      announce(`${counted(redriven, 'message')} sent back to the processor.${more}`);
      onDone();
    } catch (failure) {
      setError(asCallError(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Redrive the dead letters" onClose={onClose}>
      <p>
        {counted(count, 'message')} will be sent back to the processor. An event that is known already changes
        nothing, so this can be repeated. What fails again comes back here.
      </p>
      {error === null ? null : <Failed error={error} />}
      <div class="form-actions">
        <button type="button" class="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" class="button button-primary" data-autofocus disabled={busy} onClick={redrive}>
          {busy ? 'Sending…' : 'Redrive'}
        </button>
      </div>
    </Dialog>
  );
}
