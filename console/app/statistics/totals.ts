/** The figures of a span, and how two spans differ. */
import type { Statistics, StatisticsRow } from '../api/documents.ts';
import { type Dimension, isMeasured, partOf } from './measures.ts';
import { timeOf } from './time-of.ts';

export interface Totals {
  readonly delivered: number;
  readonly bounces: number;
  readonly complaints: number;
  /** Bounces over deliveries and bounces; null without either. */
  readonly bounceRate: number | null;
  /** Complaints over deliveries; null without any. */
  readonly complaintRate: number | null;
  readonly suppressed: number;
  readonly released: number;
}

/** The figures of the statistics from `from` (inclusive) to `to` (exclusive), milliseconds since 1970. */
export function totalsOf(
  { rows, changes }: Pick<Statistics, 'rows' | 'changes'>,
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
): Totals {
  const counts = { delivered: 0, bounces: 0, complaints: 0 };
  for (const row of rows) {
    if (!isWithin(row.at, from, to)) continue;
    if (row.kind === 'delivered') counts.delivered += row.count;
    else if (row.kind === 'bounce') counts.bounces += row.count;
    else if (row.kind === 'complaint') counts.complaints += row.count;
  }
  let suppressed = 0;
  let released = 0;
  for (const change of changes) {
    if (!isWithin(change.at, from, to)) continue;
    suppressed += change.suppressed;
    released += change.released;
  }
  return { ...counts, ...ratesOf(counts), suppressed, released };
}

export function ratesOf({
  delivered,
  bounces,
  complaints,
}: Pick<Totals, 'delivered' | 'bounces' | 'complaints'>): Pick<Totals, 'bounceRate' | 'complaintRate'> {
  return {
    bounceRate: delivered + bounces === 0 ? null : bounces / (delivered + bounces),
    complaintRate: delivered === 0 ? null : complaints / delivered,
  };
}

function isWithin(time: string, from: number, to: number): boolean {
  const at = timeOf(time);
  return at >= from && at < to;
}

export interface Difference {
  readonly dimension: Dimension;
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

/** Changes smaller than this, or than a tenth, are everyday noise. */
const MIN_CHANGE = 5;
const MIN_RATIO = 0.1;

/** Where failures have become more or fewer between two spans, the largest change first. */
export function differencesOf(
  rows: readonly StatisticsRow[],
  [from, middle, to]: readonly [number, number, number],
): readonly Difference[] {
  const found: Difference[] = [];
  for (const dimension of ['receiver', 'source', 'group'] as const) {
    const counts = new Map<string, { before: number; after: number }>();
    for (const row of rows) {
      if (!isMeasured(row, 'failures') || !isWithin(row.at, from, to)) continue;
      const part = partOf(row, dimension);
      const entry = counts.get(part) ?? { before: 0, after: 0 };
      entry[timeOf(row.at) < middle ? 'before' : 'after'] += row.count;
      counts.set(part, entry);
    }
    for (const [name, { before, after }] of counts) {
      const change = Math.abs(after - before);
      if (change < MIN_CHANGE || change < before * MIN_RATIO) continue;
      found.push({ dimension, name, before, after });
    }
  }
  return found.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before));
}
