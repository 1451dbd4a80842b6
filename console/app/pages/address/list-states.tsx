import type { AddressState, ListState } from '../../api/documents.ts';
import { Card } from '../../components/card.tsx';
import { FailureCode } from '../../components/code.tsx';
import { Empty } from '../../components/states.tsx';
import { Mono, Untrusted } from '../../components/text.tsx';
import { Time, Until } from '../../components/time.tsx';
import { hasCode, reasonInWords } from '../../format/words.ts';
import { useConsole } from '../../session.ts';
import type { Action } from './action-dialog.tsx';

interface ListStatesProps {
  readonly state: AddressState;
  readonly busy: boolean;
  readonly onAction: (action: Action) => void;
}

/** The state of each list, in words. */
export function ListStates({ state, busy, onAction }: ListStatesProps) {
  const { session } = useConsole();
  // A list may be suppressed for several reasons; it is released as one.
  const lists = [...Map.groupBy(state.lists, ({ list }) => list)];
  return (
    <Card
      title="Lists"
      busy={busy}
      note={session.write ? undefined : 'Read-only: start the console with --write to release or suppress.'}
    >
      {lists.length === 0 ? (
        <Empty title="Not suppressed on any list." />
      ) : (
        <ul class="list-states">
          {lists.map(([list, states]) => (
            <li key={list} class="list-state">
              <div>
                {states.map((one) => (
                  <ListInWords key={one.reason} state={one} />
                ))}
              </div>
              {session.write ? (
                <button
                  type="button"
                  class="button"
                  onClick={() =>
                    onAction({ name: 'release', list, reasons: states.map(({ reason }) => reason) })
                  }
                >
                  Release…
                  <span class="visually-hidden">
                    {' '}
                    on {list === '*' ? 'every list' : <Untrusted text={list} />}
                  </span>
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function ListInWords({ state }: { readonly state: ListState }) {
  return (
    <>
      <p class="list-sentence">
        Suppressed on{' '}
        <strong>
          {state.list === '*' ? (
            'every list'
          ) : (
            <>
              the list <Untrusted text={state.list} />
            </>
          )}
        </strong>
        {state.exceptTransactional ? ' except transactional ones' : ''}: {reasonInWords(state.reason)}.
      </p>
      <dl class="facts">
        <div>
          <dt>Since</dt>
          <dd>
            <Time at={state.since} relative />
          </dd>
        </div>
        <div>
          <dt>Until</dt>
          <dd>
            <Until at={state.until} />
          </dd>
        </div>
        {hasCode(state.reason) && state.code !== null ? (
          <div>
            <dt>Code</dt>
            <dd>
              <FailureCode code={state.code} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>Rule</dt>
          <dd>
            <Mono text={state.rule} />
          </dd>
        </div>
      </dl>
    </>
  );
}
