/** Statistics over a span of time: counts by period, rates, and what rates are of. */
import type { StoredKind } from '../events/event.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';
import type { StatisticsStore } from '../store/statistics-store.ts';
import { changeCellOf, type EventCell, eventCellOf } from './counts.ts';
import { type PeriodLength, periodsBetween, secondsOf, startOf } from './periods.ts';

/** Periods in one query: a month of hours, a year and a month of days. */
export const MAX_PERIODS: Readonly<Record<PeriodLength, number>> = { hour: 31 * 24, day: 400 };

/** Replies that are listed. */
const MAX_LISTED_REPLIES = 50;

export interface StatisticsQuery {
  /** Seconds since 1970; the period that it lies in counts from its start. */
  readonly from: number;
  /** Seconds since 1970, exclusive; the period that it lies in counts to its end. */
  readonly to: number;
  readonly by: PeriodLength;
}

/** Events of one period and cell. */
export interface StatisticsRow extends EventCell {
  /** The period's start, seconds since 1970. */
  readonly at: number;
  readonly count: number;
}

/** Changed verdicts of one period. */
export interface ChangeRow {
  readonly at: number;
  readonly reason: SuppressionReason;
  readonly list: string;
  readonly suppressed: number;
  readonly released: number;
}

/** Reputation of one source over all receivers, or of one receiver over all sources; null is all of them. */
export interface RateRow {
  readonly source: string | null;
  readonly receiver: string | null;
  readonly delivered: number;
  /** Permanent bounces. */
  readonly bounces: number;
  readonly complaints: number;
  /** Permanent bounces over deliveries and bounces of any kind; null without deliveries. */
  readonly bounceRate: number | null;
  /** Complaints over deliveries; null without deliveries. */
  readonly complaintRate: number | null;
}

export interface Statistics {
  readonly from: number;
  readonly to: number;
  readonly by: PeriodLength;
  /** When an event of the span was last counted, seconds since 1970; null where none was. */
  readonly asOf: number | null;
  /** False where a period had so many lists or replies that some were folded together. */
  readonly exact: boolean;
  readonly rows: readonly StatisticsRow[];
  readonly changes: readonly ChangeRow[];
  readonly rates: readonly RateRow[];
  /** The most frequent, most first. */
  readonly unknownReplies: ReadonlyArray<{ readonly text: string; readonly count: number }>;
}

/**
 * The statistics of a span.
 * @throws RangeError when it has more periods than `MAX_PERIODS`
 * @example
 * const { rates } = await readStatistics(store, { from: now - 7 * DAY, to: now, by: 'day' });
 */
export async function readStatistics(store: StatisticsStore, query: StatisticsQuery): Promise<Statistics> {
  const { from, to, by } = query;
  const periods = periodsBetween(by, from, to);
  if (periods.length > MAX_PERIODS[by]) throw new RangeError(`More than ${MAX_PERIODS[by]} periods.`);
  const stored = await store.read(periods);
  const rows: StatisticsRow[] = [];
  const changes = new Map<string, ChangeRow>();
  const replies = new Map<string, number>();
  for (const { period, counts } of stored) {
    for (const [key, count] of counts.events) {
      if (count !== 0) rows.push({ at: period.start, ...eventCellOf(key), count });
    }
    for (const [key, count] of counts.changes) addChange(changes, period.start, key, count);
    for (const [text, count] of counts.unknownReplies) replies.set(text, (replies.get(text) ?? 0) + count);
  }
  return {
    from: startOf(by, from),
    to: periods.length === 0 ? startOf(by, from) : (periods.at(-1)?.start ?? 0) + secondsOf[by],
    by,
    asOf: stored.length === 0 ? null : Math.max(...stored.map(({ countedAt }) => countedAt)),
    exact: !stored.some(({ counts }) => counts.overflowed),
    rows,
    changes: [...changes.values()].sort(byTimeReasonList),
    rates: ratesOf(rows),
    unknownReplies: [...replies]
      .map(([text, count]) => ({ text, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, MAX_LISTED_REPLIES),
  };
}

/** The store keeps no order. */
function byTimeReasonList(a: ChangeRow, b: ChangeRow): number {
  return a.at - b.at || a.reason.localeCompare(b.reason) || a.list.localeCompare(b.list);
}

function addChange(changes: Map<string, ChangeRow>, at: number, key: string, count: number): void {
  const { change, reason, list } = changeCellOf(key);
  const place = JSON.stringify([at, reason, list]);
  const row = changes.get(place) ?? { at, reason, list, suppressed: 0, released: 0 };
  changes.set(place, { ...row, [change]: row[change] + count });
}

interface RateCounts {
  delivered: number;
  bounced: number;
  bounces: number;
  complaints: number;
}

/** What rates are counted from. */
type RatedRow = Pick<StatisticsRow, 'source' | 'receiver' | 'kind' | 'permanent' | 'count'>;

/** The rates of all, of each source and of each receiver. */
export function ratesOf(rows: readonly RatedRow[]): readonly RateRow[] {
  const bySubject = new Map<string, { source: string | null; receiver: string | null; counts: RateCounts }>();
  for (const row of rows) {
    if (!RATED_KINDS.includes(row.kind)) continue;
    for (const [source, receiver] of [
      [null, null],
      [row.source, null],
      [null, row.receiver],
    ] as const) {
      const key = JSON.stringify([source, receiver]);
      const subject = bySubject.get(key) ?? { source, receiver, counts: noCounts() };
      bySubject.set(key, subject);
      addToRate(subject.counts, row);
    }
  }
  return [...bySubject.values()].map(({ source, receiver, counts }) => ({
    source,
    receiver,
    delivered: counts.delivered,
    bounces: counts.bounces,
    complaints: counts.complaints,
    bounceRate: counts.delivered === 0 ? null : counts.bounces / (counts.delivered + counts.bounced),
    complaintRate: counts.delivered === 0 ? null : counts.complaints / counts.delivered,
  }));
}

const RATED_KINDS: readonly StoredKind[] = ['delivered', 'bounce', 'complaint'];

function noCounts(): RateCounts {
  return { delivered: 0, bounced: 0, bounces: 0, complaints: 0 };
}

function addToRate(counts: RateCounts, { kind, permanent, count }: RatedRow): void {
  if (kind === 'delivered') counts.delivered += count;
  else if (kind === 'complaint') counts.complaints += count;
  else {
    counts.bounced += count;
    // As the policy reads it: an ESP that does not say means a permanent bounce.
    if (permanent !== false) counts.bounces += count;
  }
}
