/** The figures of a span, and how two spans differ. */
import type { Statistics, StatisticsRow } from '../api/documents.ts';
import { type Dimension, isMeasured, partOf } from './measures.ts';
import { timeOf } from './time-of.ts';

/** Events that rates are of. */
export interface EventTotals {
  delivered: number;
  /** Bounces of any kind. */
  bounced: number;
  /** Permanent bounces. */
  bounces: number;
  complaints: number;
}

export interface Totals extends Readonly<EventTotals> {
  /** Permanent bounces over deliveries and bounces; null without deliveries. */
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
  const events = noEvents();
  for (const row of rows) if (isWithin(row.at, from, to)) addEvents(events, row);
  let suppressed = 0;
  let released = 0;
  for (const change of changes) {
    if (!isWithin(change.at, from, to)) continue;
    suppressed += change.suppressed;
    released += change.released;
  }
  return { ...events, ...ratesFrom(events), suppressed, released };
}

export function noEvents(): EventTotals {
  return { delivered: 0, bounced: 0, bounces: 0, complaints: 0 };
}

/** As the ledger's policy does, a bounce of which the ESP does not say whether it is permanent is taken for it. */
export function addEvents(totals: EventTotals, { kind, permanent, count }: StatisticsRow): void {
  if (kind === 'delivered') totals.delivered += count;
  else if (kind === 'complaint') totals.complaints += count;
  else if (kind === 'bounce') {
    totals.bounced += count;
    if (permanent !== false) totals.bounces += count;
  }
}

export function ratesFrom({
  delivered,
  bounced,
  bounces,
  complaints,
}: EventTotals): Pick<Totals, 'bounceRate' | 'complaintRate'> {
  return {
    bounceRate: delivered === 0 ? null : bounces / (delivered + bounced),
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
