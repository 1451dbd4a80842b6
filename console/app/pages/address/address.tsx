import { useState } from 'preact/hooks';
import { call, withQuery } from '../../api/client.ts';
import { type AddressState, addressDocument } from '../../api/documents.ts';
import { type Resource, useResource } from '../../api/use-resource.ts';
import { Badge } from '../../components/badge.tsx';
import { Page } from '../../components/page.tsx';
import { Empty, Shown } from '../../components/states.tsx';
import { Mono } from '../../components/text.tsx';
import { Time } from '../../components/time.tsx';
import { visible } from '../../format/visible.ts';
import { useConsole } from '../../session.ts';
import { type Action, ActionDialog } from './action-dialog.tsx';
import { AddressSearch } from './address-search.tsx';
import { EspListings } from './esp-listings.tsx';
import { ListStates } from './list-states.tsx';
import { ReplyCard } from './reply-card.tsx';
import { Timeline } from './timeline.tsx';

/** Everything about one address; without one, the form that asks for it. */
export function AddressPage({ address }: { readonly address: string }) {
  if (address === '') {
    return (
      <Page title="Address" lead="Is it suppressed, for which list, since when, and why?">
        <div class="card">
          <AddressSearch label="E-mail address" large />
        </div>
      </Page>
    );
  }
  return <KnownAddress key={address} address={address} />;
}

function KnownAddress({ address }: { readonly address: string }) {
  const { session } = useConsole();
  const [action, setAction] = useState<Action | null>(null);
  const resource = useResource(address, (signal) =>
    call(withQuery(`/v1/addresses/${encodeURIComponent(address)}`, { consistent: 'true' }), addressDocument, {
      signal,
    }),
  );
  const { data } = resource;
  return (
    <Page
      title="Address"
      tabTitle={visible(address)}
      heading={<Mono text={data?.address ?? address} />}
      lead={data === undefined ? undefined : <StatusLabel state={data} />}
      actions={
        data === undefined || !session.write ? undefined : (
          <>
            <button type="button" class="button" onClick={() => setAction({ name: 'suppress' })}>
              Suppress…
            </button>
            <button type="button" class="button" onClick={() => setAction({ name: 'erase' })}>
              Erase…
            </button>
          </>
        )
      }
    >
      <Shown resource={resource} lines={10}>
        {(state) => <Details state={state} resource={resource} onAction={setAction} />}
      </Shown>
      {action === null || data === undefined ? null : (
        <ActionDialog
          action={action}
          state={data}
          onClose={() => setAction(null)}
          onDone={() => {
            setAction(null);
            resource.reload();
          }}
        />
      )}
    </Page>
  );
}

interface DetailsProps {
  readonly state: AddressState;
  readonly resource: Resource<AddressState>;
  readonly onAction: (action: Action) => void;
}

function Details({ state, resource, onAction }: DetailsProps) {
  const { session } = useConsole();
  const isKnown = state.revision > 0 || state.evidence.length > 0;
  return (
    <div class="grid grid-main-aside">
      <div>
        {state.advice === '' ? null : (
          <p class="advice">
            <strong>What to do:</strong> {state.advice}
          </p>
        )}
        <ListStates state={state} busy={resource.loading} onAction={onAction} />
        {state.diagnostic === '' ? null : <ReplyCard state={state} />}
        {session.features.espListings ? <EspListings address={state.address} /> : null}
      </div>
      <div>
        {isKnown ? (
          <Timeline state={state} />
        ) : (
          <section class="card">
            <Empty title="No event names this address.">
              It is not suppressed. Check its spelling, or whether the ESP that sends to it is connected.
            </Empty>
          </section>
        )}
      </div>
    </div>
  );
}

function StatusLabel({ state }: { readonly state: AddressState }) {
  if (state.suppressed) {
    return (
      <>
        <Badge tone="bad">Suppressed</Badge>{' '}
        {state.since === null ? null : (
          <>
            since <Time at={state.since} />
          </>
        )}
      </>
    );
  }
  if (state.pendingUntil !== null) {
    return (
      <>
        <Badge tone="warning">Pending</Badge> a storm at its domain holds the verdict until{' '}
        <Time at={state.pendingUntil} />
      </>
    );
  }
  return (
    <>
      <Badge tone="good">Not suppressed</Badge> it may be mailed
    </>
  );
}
