/** What a batch of writes adds to the counts of each period. */

import { countWrite, type RecordWrite } from './count-write.ts';
import { type Counts, emptyCounts } from './counts.ts';
import type { Period } from './periods.ts';

/** A write with its place in the stream of writes: sequence numbers grow within a shard. */
export interface SequencedWrite {
  readonly sequence: bigint;
  readonly write: RecordWrite;
}

/** Counts of one period. */
export interface PeriodCounts {
  readonly period: Period;
  readonly counts: Counts;
}

/**
 * The counts of a batch, by period.
 * @param after only writes behind this place count: those up to it have been added already
 * @default after all of them count
 */
export function countBatch(writes: readonly SequencedWrite[], after = -1n): readonly PeriodCounts[] {
  const byPeriod = new Map<string, PeriodCounts>();
  const countsOf = (period: Period): Counts => {
    const key = `${period.by}${period.start}`;
    const known = byPeriod.get(key);
    if (known) return known.counts;
    const counts = emptyCounts();
    byPeriod.set(key, { period, counts });
    return counts;
  };
  for (const { sequence, write } of writes) if (sequence > after) countWrite(write, countsOf);
  return [...byPeriod.values()];
}
