/** Metrics in CloudWatch's embedded format: one log line, no call. Names and numbers only, never an address. */

import {
  type CountName,
  type DurationName,
  METRICS_NAMESPACE,
  type MetricDimension,
} from '../shared/intake/metric-names.ts';
import type { ExcessiveRate } from '../shared/statistics/reputation.ts';

/** Counts, and the milliseconds of each of several. */
type Metrics = Readonly<
  Partial<Record<CountName, number>> & Partial<Record<DurationName, readonly number[]>>
>;

/** The format takes no more values of one metric in a line. */
const MAX_VALUES = 100;

/**
 * Writes metrics under the namespace `BounceLedger`, by the ledger's name, and `notes` beside them for the log's reader.
 * Counts of zero are left out; nothing is written when all are zero and there are no notes. Of more than a hundred
 * durations as many are written, evenly taken.
 *
 * @param by a further dimension: they are kept by the ledger's name, and by that and this
 */
export function writeMetrics(
  metrics: Metrics,
  notes: Readonly<Record<string, unknown>> = {},
  by: Readonly<Partial<Record<MetricDimension, string>>> = {},
): void {
  const members = Object.entries(metrics)
    .map(([name, value]) => [name, typeof value === 'number' ? value : sampleOf(value)] as const)
    .filter(([, value]) => (typeof value === 'number' ? value !== 0 : value.length > 0));
  if (members.length === 0 && Object.keys(notes).length === 0) return;
  write(
    { ...notes, ...Object.fromEntries(members) },
    { Ledger: process.env.LEDGER_NAME ?? '' },
    members.map(([name, value]) => ({ name, unit: typeof value === 'number' ? 'Count' : 'Milliseconds' })),
    by,
  );
}

function sampleOf(values: readonly number[]): readonly number[] {
  const count = Math.min(values.length, MAX_VALUES);
  return Array.from(
    { length: count },
    (_, index) => values[Math.floor((index * values.length) / count)] ?? 0,
  );
}

/** To be called once, when a function starts. */
export function countColdStart(): void {
  writeMetrics({ ColdStarts: 1 }, { function: process.env.AWS_LAMBDA_FUNCTION_NAME });
}

/** Writes a rate, by the ledger's name and that of its source or receiver. */
export function writeRate({ rate, subject, name, percent }: ExcessiveRate): void {
  write({ [rate]: percent }, { Ledger: process.env.LEDGER_NAME ?? '', [subject]: name }, [
    { name: rate, unit: 'Percent' },
  ]);
}

function write(
  members: Readonly<Record<string, unknown>>,
  dimensions: Readonly<Record<string, string>>,
  metrics: ReadonlyArray<{ readonly name: string; readonly unit: 'Count' | 'Percent' | 'Milliseconds' }>,
  by: Readonly<Record<string, string | undefined>> = {},
): void {
  const names = Object.keys(dimensions);
  const further = Object.keys(by);
  // Lambda's JSON log wraps what goes through the console; CloudWatch finds metrics only in a line that is theirs.
  process.stdout.write(
    `${JSON.stringify({
      ...members,
      ...dimensions,
      ...by,
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: METRICS_NAMESPACE,
            Dimensions: further.length === 0 ? [names] : [names, [...names, ...further]],
            Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })),
          },
        ],
      },
    })}\n`,
  );
}
