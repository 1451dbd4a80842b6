import { useState } from 'preact/hooks';
import { useResource } from '../../api/use-resource.ts';
import { Segments } from '../../components/fields.tsx';
import { Page } from '../../components/page.tsx';
import { Shown } from '../../components/states.tsx';
import { Time } from '../../components/time.tsx';
import { linkTo, type Route, replaceLink } from '../../routing.ts';
import { Figures } from './figures.tsx';
import { Incidents } from './incidents.tsx';
import { isRange, type RangeName, ranges, readStatistics, spanOf, weeksOf } from './range.ts';
import { Rates } from './rates.tsx';
import { SuppressionChanges } from './suppression-changes.tsx';
import { TrafficPlot } from './traffic-plot.tsx';
import { UnknownReplies } from './unknown-replies.tsx';
import { WeekComparison } from './week-comparison.tsx';

const rangeChoices = Object.entries(ranges).map(([value, { label }]) => ({ value, label }));

/** What happens: failures over time, rates, what changed, incidents, what no rule knows. */
export function Overview({ route }: { readonly route: Route }) {
  const range: RangeName = isRange(route.query.range) ? route.query.range : '2d';
  // One clock for the whole page: what is compared ends at the same hour.
  const [now] = useState(() => Date.now());
  const { by, label } = ranges[range];
  const span = spanOf(range, now);
  const statistics = useResource(`${span.from} ${span.to} ${by}`, (signal) =>
    readStatistics(span, by, signal),
  );
  // Behind what is looked at first.
  const isFirst = statistics.data === undefined && statistics.error === null;
  const weeks = weeksOf(now);
  const fortnight = useResource(isFirst ? null : weeks.join(' '), (signal) =>
    readStatistics({ from: weeks[0], to: weeks[2] }, 'day', signal),
  );
  const choose = (value: string) => replaceLink(linkTo('overview', '', { ...route.query, range: value }));
  return (
    <Page
      title="Overview"
      lead={
        statistics.data === undefined ? undefined : (
          <>
            {statistics.data.exact
              ? 'Every event counted once'
              : 'Approximate: duplicates of older events may be counted twice'}
            {statistics.data.asOf === null ? null : (
              <>
                , as of <Time at={statistics.data.asOf} />
              </>
            )}
          </>
        )
      }
      actions={<Segments label="Span of time" value={range} choices={rangeChoices} onChange={choose} />}
    >
      <Incidents />
      <Shown resource={statistics} lines={12}>
        {(data) => (
          <>
            <Figures statistics={data} label={label} />
            <TrafficPlot statistics={data} route={route} busy={statistics.loading} />
          </>
        )}
      </Shown>
      <div class="grid grid-halves">
        {statistics.data === undefined ? null : (
          <div>
            <Rates statistics={statistics.data} />
            <SuppressionChanges statistics={statistics.data} />
          </div>
        )}
        <div>
          <WeekComparison resource={fortnight} weeks={weeks} />
          {statistics.data === undefined ? null : <UnknownReplies statistics={statistics.data} />}
        </div>
      </div>
    </Page>
  );
}
