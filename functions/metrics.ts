/** Metrics in CloudWatch's embedded format: one log line, no call. Names and numbers only, never an address. */

import { METRICS_NAMESPACE, type MetricName } from '../shared/intake/metric-names.ts';
import type { ExcessiveRate } from '../shared/statistics/reputation.ts';

type Metrics = Readonly<Partial<Record<MetricName, number>>>;

/**
 * Writes counts under the namespace `BounceLedger`, by the ledger's name, and `notes` beside them for the log's reader.
 * Counts of zero are left out; nothing is written when all are zero and there are no notes.
 */
export function writeMetrics(metrics: Metrics, notes: Readonly<Record<string, unknown>> = {}): void {
  const counted = Object.entries(metrics).filter(([, count]) => count !== 0);
  if (counted.length === 0 && Object.keys(notes).length === 0) return;
  write(
    { ...notes, ...Object.fromEntries(counted) },
    { Ledger: process.env.LEDGER_NAME ?? '' },
    {
      names: counted.map(([name]) => name),
      unit: 'Count',
    },
  );
}

/** Writes a rate, by the ledger's name and that of its source or receiver. */
export function writeRate({ rate, subject, name, percent }: ExcessiveRate): void {
  write(
    { [rate]: percent },
    { Ledger: process.env.LEDGER_NAME ?? '', [subject]: name },
    { names: [rate], unit: 'Percent' },
  );
}

function write(
  members: Readonly<Record<string, unknown>>,
  dimensions: Readonly<Record<string, string>>,
  { names, unit }: { readonly names: readonly string[]; readonly unit: 'Count' | 'Percent' },
): void {
  // Lambda's JSON log wraps what goes through the console; CloudWatch finds metrics only in a line that is theirs.
  process.stdout.write(
    `${JSON.stringify({
      ...members,
      ...dimensions,
      _aws: {
        Timestamp: Date.now(),
        CloudWatchMetrics: [
          {
            Namespace: METRICS_NAMESPACE,
            Dimensions: [Object.keys(dimensions)],
            Metrics: names.map((Name) => ({ Name, Unit: unit })),
          },
        ],
      },
    })}\n`,
  );
}
