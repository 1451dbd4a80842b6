import { call, withQuery } from '../api/client.ts';
import { type SyncPlan, syncPlanDocument, syncSourcesDocument } from '../api/documents.ts';
import { useResource } from '../api/use-resource.ts';
import { Badge } from '../components/badge.tsx';
import { OnDemandCard } from '../components/on-demand-card.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Shown } from '../components/states.tsx';
import { Table } from '../components/table.tsx';
import { Mono, Untrusted } from '../components/text.tsx';
import { counted, formatCount } from '../format/numbers.ts';
import { linkTo } from '../routing.ts';

/** Lines of a plan that are shown; the command line has all. */
const MAX_CHANGES = 200;

/** How each connected ESP's suppression list and the ledger differ. */
export function DriftPage() {
  const resource = useResource('sync', (signal) => call('/_console/sync', syncSourcesDocument, { signal }));
  return (
    <Page
      title="Drift"
      lead="The connected ESPs’ own suppression lists beside the ledger. A comparison reads the ESP’s whole list."
    >
      <Shown resource={resource} lines={4}>
        {({ sources }) =>
          sources.length === 0 ? (
            <section class="card">
              <Empty title="No ESP’s list can be read.">
                Give a source its ESP’s API key: <code>bounce-ledger doctor</code> says how.
              </Empty>
            </section>
          ) : (
            sources.map((source) => <SourceDrift key={source} source={source} />)
          )
        }
      </Shown>
    </Page>
  );
}

function SourceDrift({ source }: { readonly source: string }) {
  return (
    <OnDemandCard
      title={source}
      labels={{ first: 'Compare', busy: 'Comparing…', again: 'Compare again' }}
      subject={source}
      resourceKey={source}
      read={(signal) => call(withQuery('/_console/sync/plan', { source }), syncPlanDocument, { signal })}
    >
      {(plan) => <Plan plan={plan} />}
    </OnDemandCard>
  );
}

const actionsInWords: Readonly<Record<SyncPlan['changes'][number]['action'], string>> = {
  add: 'Add at the ESP',
  remove: 'Remove at the ESP',
  'take-in': 'Take into the ledger',
};

function Plan({ plan }: { readonly plan: SyncPlan }) {
  const figures = [
    ['On both', plan.both],
    ['Only in the ledger', plan.onlyHere],
    ['Only at the ESP', plan.onlyThere],
    ['For other reasons', plan.differs],
    ['Changed too recently', plan.tooRecent],
    ['Not comparable', plan.notComparable],
  ] as const;
  return (
    <>
      <dl class="figures figures-small">
        {figures.map(([title, count]) => (
          <div key={title} class="figure">
            <dt>{title}</dt>
            <dd>
              <span class="figure-value">{formatCount(count)}</span>
            </dd>
          </div>
        ))}
      </dl>
      {plan.changes.length === 0 ? (
        <Empty title="Both agree: there is nothing to change." />
      ) : (
        <>
          <p>
            {counted(plan.changes.length, 'change')} would bring them together. Apply with{' '}
            <code>bounce-ledger sync apply {plan.source}</code>
          </p>
          <Table
            caption="Changes"
            rows={plan.changes.slice(0, MAX_CHANGES)}
            keyOf={({ address, action }, index) => `${index} ${action} ${address}`}
            columns={[
              {
                title: 'Address',
                heading: true,
                cell: ({ address }) => (
                  <a href={linkTo('address', address)}>
                    <Mono text={address} />
                  </a>
                ),
              },
              {
                title: 'Change',
                cell: ({ action }) => (
                  <Badge tone={action === 'remove' ? 'warning' : 'accent'}>{actionsInWords[action]}</Badge>
                ),
              },
              { title: 'As', cell: ({ as }) => <Untrusted text={as} /> },
              { title: 'Why', cell: ({ why }) => <Untrusted text={why} /> },
            ]}
          />
          {plan.changes.length > MAX_CHANGES ? (
            <p class="note">
              The first {formatCount(MAX_CHANGES)}; all of them:{' '}
              <code>bounce-ledger sync plan {plan.source}</code>
            </p>
          ) : null}
        </>
      )}
    </>
  );
}
