import type { Statistics } from '../../api/documents.ts';
import type { Resource } from '../../api/use-resource.ts';
import { Card } from '../../components/card.tsx';
import { Empty, Shown } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { Untrusted } from '../../components/text.tsx';
import { formatChange, formatCount, formatRate } from '../../format/numbers.ts';
import { dimensions } from '../../statistics/measures.ts';
import { type Difference, differencesOf, totalsOf } from '../../statistics/totals.ts';

const MAX_DIFFERENCES = 8;

interface WeekComparisonProps {
  /** Of the last fourteen days. */
  readonly resource: Resource<Statistics>;
  /** The beginning of the week before, of this week, and its end. */
  readonly weeks: readonly [number, number, number];
}

/** What is different from the week before. */
export function WeekComparison({ resource, weeks }: WeekComparisonProps) {
  return (
    <Card
      title="Compared with last week"
      note="The last seven full days (UTC) beside the seven before them."
      busy={resource.loading}
    >
      <Shown resource={resource} lines={6}>
        {(statistics) => <Comparison statistics={statistics} weeks={weeks} />}
      </Shown>
    </Card>
  );
}

function Comparison({
  statistics,
  weeks,
}: {
  readonly statistics: Statistics;
  readonly weeks: readonly [number, number, number];
}) {
  const [from, middle, to] = weeks;
  const before = totalsOf(statistics, from, middle);
  const after = totalsOf(statistics, middle, to);
  if (before.delivered + before.bounced + after.delivered + after.bounced === 0) {
    return <Empty title="No events in these two weeks." />;
  }
  const rows = [
    { name: 'Delivered', before: before.delivered, after: after.delivered },
    { name: 'Bounces', before: before.bounced, after: after.bounced },
    { name: 'Permanent bounces', before: before.bounces, after: after.bounces },
    { name: 'Complaints', before: before.complaints, after: after.complaints },
    { name: 'Newly suppressed', before: before.suppressed, after: after.suppressed },
    { name: 'Released', before: before.released, after: after.released },
  ];
  const differences = differencesOf(statistics.rows, weeks).slice(0, MAX_DIFFERENCES);
  return (
    <>
      <Table
        caption="Totals of both weeks"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { title: 'What', heading: true, cell: ({ name }) => name },
          { title: 'Last week', numeric: true, cell: (row) => formatCount(row.before) },
          { title: 'This week', numeric: true, cell: (row) => formatCount(row.after) },
          { title: 'Change', numeric: true, cell: changeOf },
        ]}
      />
      {differences.length === 0 ? (
        <p class="note">Failures are as last week at every receiver and source.</p>
      ) : (
        <Table
          caption="Largest changes of failures"
          captionShown
          rows={differences}
          keyOf={({ dimension, name }) => `${dimension} ${name}`}
          columns={[
            { title: 'Where', heading: true, cell: whereOf },
            { title: 'Last week', numeric: true, cell: (row) => formatCount(row.before) },
            { title: 'This week', numeric: true, cell: (row) => formatCount(row.after) },
            { title: 'Change', numeric: true, cell: changeOf },
          ]}
        />
      )}
    </>
  );
}

function whereOf({ dimension, name }: Difference) {
  return (
    <>
      <Untrusted text={name} /> <span class="muted">{dimensions[dimension].toLowerCase()}</span>
    </>
  );
}

function changeOf({ before, after }: { readonly before: number; readonly after: number }) {
  const change = after - before;
  return (
    <span class="change">
      {formatChange(change)}
      {before === 0 || change === 0 ? null : (
        <small> {`${change > 0 ? '+' : '−'}${formatRate(Math.abs(change) / before)}`}</small>
      )}
    </span>
  );
}
