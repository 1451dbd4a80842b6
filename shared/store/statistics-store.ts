/** The port of the statistics to their store; the same contract suite runs on every store. */

import { countBatch, type PeriodCounts, type SequencedWrite } from '../statistics/count-batch.ts';
import type { Counts } from '../statistics/counts.ts';
import type { Period } from '../statistics/periods.ts';

/** What is stored of a period. */
export interface StoredCounts {
  readonly period: Period;
  readonly counts: Counts;
  /** When something was last added, seconds since 1970. */
  readonly countedAt: number;
}

export interface StatisticsStore {
  /**
   * Adds what the writes of a batch count for, each write once however often the batch comes: a period remembers for
   * each shard of the stream up to which place its writes were added.
   * @param shard the name of the shard, in whose order the writes are
   * @param now seconds since 1970
   * @returns what the whole batch counts for, whether or not a part of it was added before
   */
  add(shard: string, writes: readonly SequencedWrite[], now: number): Promise<readonly PeriodCounts[]>;
  /** The counts of those periods that have any. Rejects when any cannot be read. */
  read(periods: readonly Period[]): Promise<readonly StoredCounts[]>;
}

/** By shard, the place up to which its writes were added, and when, seconds since 1970. */
export type Marks = ReadonlyMap<string, { readonly sequence: bigint; readonly at: number }>;

/** Streams deliver nothing that is older than a day. */
const MARKS_KEPT_SECONDS = 2 * 24 * 3_600;

/** The marks with that of one shard moved on; those of shards that have long ended are dropped. */
export function moveMark(marks: Marks, shard: string, sequence: bigint, now: number): Marks {
  const current = [...marks].filter(([, { at }]) => at > now - MARKS_KEPT_SECONDS);
  return new Map([...current, [shard, { sequence, at: now }]]);
}

/**
 * What of a batch a period has not counted yet; null when it has counted all of it.
 * @param counted the whole batch's counts for the period
 * @param mark up to where the period has counted the shard's writes
 */
export function uncounted(
  writes: readonly SequencedWrite[],
  { period: { by, start }, counts }: PeriodCounts,
  mark = -1n,
): Counts | null {
  const [first] = writes;
  if (first === undefined || mark < first.sequence) return counts;
  const rest = countBatch(writes, mark).find(({ period }) => period.by === by && period.start === start);
  return rest?.counts ?? null;
}
