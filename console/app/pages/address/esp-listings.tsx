import { call, withQuery } from '../../api/client.ts';
import { espDocument } from '../../api/documents.ts';
import { Badge } from '../../components/badge.tsx';
import { OnDemandCard } from '../../components/on-demand-card.tsx';
import { Empty } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { Optional, Untrusted } from '../../components/text.tsx';
import { Time } from '../../components/time.tsx';

/** What each connected ESP's own suppression list says. Each is a call of that ESP's API, so it is asked on demand. */
export function EspListings({ address }: { readonly address: string }) {
  return (
    <OnDemandCard
      title="The ESPs’ own lists"
      note="An ESP that has the address on its own list drops what is sent to it, whatever stands here."
      labels={{ first: 'Ask the ESPs', busy: 'Asking…', again: 'Ask again' }}
      resourceKey={address}
      read={(signal) => call(withQuery('/_console/esp', { address }), espDocument, { signal })}
      lines={3}
    >
      {({ listings }) =>
        listings.length === 0 ? (
          <Empty title="No connected ESP has a list that can be asked.">
            Give a source its ESP’s API key: bounce-ledger doctor says how.
          </Empty>
        ) : (
          <Table
            caption="What each ESP’s list says"
            rows={listings}
            keyOf={({ source, list }) => `${source} ${list}`}
            columns={[
              { title: 'Source', heading: true, cell: ({ source }) => <Untrusted text={source} /> },
              {
                title: 'State',
                cell: ({ listed, error }) =>
                  error !== null ? (
                    <Badge tone="warning">Not known</Badge>
                  ) : (
                    <Badge tone={listed ? 'bad' : 'good'}>{listed ? 'On its list' : 'Not on it'}</Badge>
                  ),
              },
              { title: 'List', cell: ({ list }) => <Optional text={list} /> },
              { title: 'Since', cell: ({ since }) => (since === null ? null : <Time at={since} />) },
              { title: 'Why', cell: ({ reason, error }) => <Optional text={error ?? reason} /> },
            ]}
          />
        )
      }
    </OnDemandCard>
  );
}
