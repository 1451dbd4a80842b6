import { useState } from 'preact/hooks';
import { call } from '../api/client.ts';
import {
  type DoctorFinding,
  doctorDocument,
  type SourceStatus,
  type Statistics,
  sourcesDocument,
} from '../api/documents.ts';
import { useResource } from '../api/use-resource.ts';
import { Badge, type Tone } from '../components/badge.tsx';
import { Card } from '../components/card.tsx';
import { OnDemandCard } from '../components/on-demand-card.tsx';
import { Page } from '../components/page.tsx';
import { Empty, Shown } from '../components/states.tsx';
import { type Column, Table } from '../components/table.tsx';
import { Optional, Untrusted } from '../components/text.tsx';
import { Time } from '../components/time.tsx';
import { counted, formatCount } from '../format/numbers.ts';
import { useConsole } from '../session.ts';
import { lastDay, readStatistics } from './overview/range.ts';

/** The webhooks: when each last sent an event, what was rejected, what is wrong with its set-up. */
export function SourcesPage() {
  const { session } = useConsole();
  const [now] = useState(() => Date.now());
  const statistics = useResource('statistics', (signal) => readStatistics(lastDay(now), 'hour', signal));
  return (
    <Page title="Sources" lead="One line for each webhook, with its last 24 hours.">
      {session.features.sources ? (
        <ConfiguredSources statistics={statistics.data} />
      ) : (
        <Card title="Sources" note="Those that sent an event in the last 24 hours.">
          <Shown resource={statistics} lines={4}>
            {(data) => <SeenSources statistics={data} />}
          </Shown>
        </Card>
      )}
      {session.features.doctor ? <Doctor /> : null}
    </Page>
  );
}

/** Events of the last day by source; undefined until they are known. */
function eventsOf(statistics: Statistics | undefined, source: string): number | undefined {
  return statistics?.rows.reduce((total, row) => total + (row.source === source ? row.count : 0), 0);
}

function ConfiguredSources({ statistics }: { readonly statistics: Statistics | undefined }) {
  const resource = useResource('sources', (signal) => call('/_console/sources', sourcesDocument, { signal }));
  return (
    <Card title="Sources" busy={resource.loading}>
      <Shown resource={resource} lines={4}>
        {({ sources }) =>
          sources.length === 0 ? (
            <Empty title="No source is configured.">
              Add one: <code>bounce-ledger sources add NAME --provider NAME</code>
            </Empty>
          ) : (
            <Table
              caption="Sources"
              rows={sources}
              keyOf={({ source }) => source}
              columns={columnsWith(statistics)}
            />
          )
        }
      </Shown>
    </Card>
  );
}

function columnsWith(statistics: Statistics | undefined): ReadonlyArray<Column<SourceStatus>> {
  return [
    {
      title: 'Source',
      heading: true,
      cell: ({ source, provider }) => (
        <>
          <Untrusted text={source} /> {provider === source ? null : <span class="muted">{provider}</span>}
        </>
      ),
    },
    { title: 'List', cell: ({ list }) => (list === '*' ? 'every list' : <Optional text={list} />) },
    {
      title: 'Secret',
      cell: ({ secret }) => (
        <Badge tone={secret === 'set' ? 'good' : 'bad'}>{secret === 'set' ? 'Set' : 'Missing'}</Badge>
      ),
    },
    {
      title: 'Last event',
      cell: ({ lastEventAt }) =>
        lastEventAt === null ? <span class="muted">none known</span> : <Time at={lastEventAt} relative />,
    },
    {
      title: 'Events',
      numeric: true,
      cell: ({ source }) => {
        const events = eventsOf(statistics, source);
        return events === undefined ? '' : formatCount(events);
      },
    },
    { title: 'Rejected', cell: ({ rejected }) => <Rejections rejected={rejected} /> },
  ];
}

function Rejections({ rejected }: Pick<SourceStatus, 'rejected'>) {
  if (rejected === null) return <span class="muted">not known</span>;
  const causes = Object.entries(rejected).filter(([, count]) => count > 0);
  if (causes.length === 0) return <span>0</span>;
  return (
    <Badge tone="warning">
      {causes.map(([cause, count]) => `${formatCount(count)} ${cause.replaceAll('-', ' ')}`).join(', ')}
    </Badge>
  );
}

function SeenSources({ statistics }: { readonly statistics: Statistics }) {
  const names = [...new Set(statistics.rows.map(({ source }) => source))].sort();
  if (names.length === 0) return <Empty title="No source sent an event in the last 24 hours." />;
  return (
    <Table
      caption="Sources"
      rows={names}
      keyOf={(name) => name}
      columns={[
        { title: 'Source', heading: true, cell: (name) => <Untrusted text={name} /> },
        { title: 'Events', numeric: true, cell: (name) => formatCount(eventsOf(statistics, name) ?? 0) },
      ]}
    />
  );
}

const tones: Readonly<Record<DoctorFinding['status'], Tone>> = {
  ok: 'good',
  warning: 'warning',
  problem: 'bad',
  skipped: 'neutral',
};
const order: Readonly<Record<DoctorFinding['status'], number>> = {
  problem: 0,
  warning: 1,
  skipped: 2,
  ok: 3,
};

/** `doctor`'s checks ask the ESPs' APIs, so they run on demand. */
function Doctor() {
  return (
    <OnDemandCard
      title="Checks of the set-up"
      note="The same as bounce-ledger doctor: webhooks, secrets, events and lists at each ESP."
      labels={{ first: 'Run the checks', busy: 'Checking…', again: 'Check again' }}
      resourceKey="doctor"
      read={(signal) => call('/_console/doctor', doctorDocument, { signal })}
      lines={4}
    >
      {({ findings }) => <Findings findings={findings} />}
    </OnDemandCard>
  );
}

function Findings({ findings }: { readonly findings: readonly DoctorFinding[] }) {
  const problems = findings.filter(({ status }) => status === 'problem' || status === 'warning').length;
  const sorted = [...findings].sort((a, b) => order[a.status] - order[b.status]);
  return (
    <>
      <p role="status">
        {problems === 0 ? 'Nothing is wrong.' : `${counted(problems, 'finding')} to look at.`}
      </p>
      <Table
        caption="Findings"
        rows={sorted}
        keyOf={({ source, check }) => `${source} ${check}`}
        columns={[
          { title: 'Source', heading: true, cell: ({ source }) => <Untrusted text={source} /> },
          { title: 'Check', cell: ({ check }) => check.replaceAll('-', ' ') },
          { title: 'State', cell: ({ status }) => <Badge tone={tones[status]}>{status}</Badge> },
          { title: 'Detail', cell: ({ detail }) => <Untrusted text={detail} /> },
          { title: 'What to do', cell: ({ fix }) => <Optional text={fix} /> },
        ]}
      />
    </>
  );
}
