import { useMemo, useState } from 'preact/hooks';
import type { Statistics } from '../../api/documents.ts';
import { Bar } from '../../components/bar.tsx';
import { Card } from '../../components/card.tsx';
import { Controls, Segments, SelectField } from '../../components/fields.tsx';
import { Empty } from '../../components/states.tsx';
import { Table } from '../../components/table.tsx';
import { Untrusted } from '../../components/text.tsx';
import { formatCount, formatRate } from '../../format/numbers.ts';
import { formatBucket } from '../../format/time.ts';
import { StackedBarsView } from '../../plot/stacked-bars-view.tsx';
import { linkTo, type Route, replaceLink } from '../../routing.ts';
import { type Dimension, dimensions, type Measure, measures } from '../../statistics/measures.ts';
import { peakOf, type Share, sharesOf, stackOf } from '../../statistics/series.ts';

const measureChoices = Object.entries(measures).map(([value, { label }]) => ({ value, label }));
const dimensionChoices = Object.entries(dimensions).map(([value, label]) => ({ value, label }));
/** Lines of a breakdown; what is beyond them adds little. */
const MAX_SHARES = 5;

function isMeasure(name: string | undefined): name is Measure {
  return name !== undefined && Object.hasOwn(measures, name);
}

function isDimension(name: string | undefined): name is Dimension {
  return name !== undefined && Object.hasOwn(dimensions, name);
}

interface TrafficPlotProps {
  readonly statistics: Statistics;
  readonly route: Route;
  readonly busy: boolean;
}

/** Events over time, and what the chosen bar consists of: at first the highest one. */
export function TrafficPlot({ statistics, route, busy }: TrafficPlotProps) {
  const measure: Measure = isMeasure(route.query.show) ? route.query.show : 'failures';
  const dimension: Dimension = isDimension(route.query.by) ? route.query.by : 'group';
  const stack = useMemo(() => stackOf(statistics, measure, dimension), [statistics, measure, dimension]);
  const peak = peakOf(stack.totals);
  // A choice belongs to one span: another has other bars.
  const [choice, setChoice] = useState<{ readonly of: Statistics; readonly index: number } | null>(null);
  const selected = choice?.of === statistics ? choice.index : peak;
  const set = (name: 'show' | 'by') => (value: string) =>
    replaceLink(linkTo('overview', '', { ...route.query, [name]: value }));
  const { label } = measures[measure];
  return (
    <Card
      title={`${label} over time`}
      busy={busy}
      actions={
        <Controls>
          <SelectField label="Show" value={measure} choices={measureChoices} onChange={set('show')} />
          <Segments label="Split by" value={dimension} choices={dimensionChoices} onChange={set('by')} />
        </Controls>
      }
    >
      {peak === null ? (
        <Empty title={`No ${label.toLowerCase()} in this span.`}>
          Choose a longer span, or look at the sources:{' '}
          <a href={linkTo('sources')}>is each of them connected?</a>
        </Empty>
      ) : (
        <div class="plot-and-details">
          <StackedBarsView
            label={label}
            stack={stack}
            by={statistics.by}
            selected={selected}
            onSelect={(index) => setChoice({ of: statistics, index })}
          />
          <BucketDetails
            statistics={statistics}
            measure={measure}
            bucket={stack.buckets[selected ?? peak] ?? 0}
            total={stack.totals[selected ?? peak] ?? 0}
            isPeak={selected === peak}
            onPeak={() => setChoice({ of: statistics, index: peak })}
          />
        </div>
      )}
    </Card>
  );
}

interface BucketDetailsProps {
  readonly statistics: Statistics;
  readonly measure: Measure;
  readonly bucket: number;
  readonly total: number;
  readonly isPeak: boolean;
  readonly onPeak: () => void;
}

function BucketDetails({ statistics, measure, bucket, total, isPeak, onPeak }: BucketDetailsProps) {
  const when = formatBucket(new Date(bucket).toISOString(), statistics.by);
  return (
    <div class="bucket-details">
      <h3>
        {isPeak ? 'Peak: ' : ''}
        {when}
      </h3>
      <p class="note">
        {formatCount(total)} {measures[measure].label.toLowerCase()}
        {isPeak ? '. Choose another bar to see what it consists of.' : '. '}
        {isPeak ? null : (
          <button type="button" class="link-button" onClick={onPeak}>
            Show the peak
          </button>
        )}
      </p>
      {(['receiver', 'source', 'group'] as const).map((dimension) => (
        <Breakdown
          key={dimension}
          title={`By ${dimensions[dimension].toLowerCase()}`}
          shares={sharesOf(statistics, bucket, measure, dimension)}
        />
      ))}
    </div>
  );
}

function Breakdown({ title, shares }: { readonly title: string; readonly shares: readonly Share[] }) {
  if (shares.length === 0) return null;
  const rest = shares.length - MAX_SHARES;
  return (
    <div class="breakdown">
      <Table
        caption={title}
        captionShown
        rows={shares.slice(0, MAX_SHARES)}
        keyOf={({ name }) => name}
        columns={[
          { title: 'Part', heading: true, cell: ({ name }) => <Untrusted text={name} /> },
          { title: 'Share', numeric: true, cell: ({ share }) => <Bar share={share} /> },
          { title: 'Of all', numeric: true, cell: ({ share }) => formatRate(share) },
          { title: 'Events', numeric: true, cell: ({ count }) => formatCount(count) },
        ]}
      />
      {rest > 0 ? <p class="note">and {rest} more</p> : null}
    </div>
  );
}
