import { countBatch } from '../../statistics/count-batch.ts';
import { addCounts, type Counts, emptyCounts } from '../../statistics/counts.ts';
import type { Period } from '../../statistics/periods.ts';
import { type Marks, moveMark, type StatisticsStore, uncounted } from '../statistics-store.ts';

/** The statistics in this process. */
export function memoryStatistics(): StatisticsStore {
  const periods = new Map<string, { counts: Counts; marks: Marks; countedAt: number }>();
  const keyOf = ({ by, start }: Period) => `${by}#${start}`;
  return {
    async add(shard, writes, now) {
      const last = writes.at(-1)?.sequence ?? -1n;
      const batch = countBatch(writes);
      for (const counted of batch) {
        const { period } = counted;
        const stored = periods.get(keyOf(period)) ?? {
          counts: emptyCounts(),
          marks: new Map(),
          countedAt: 0,
        };
        const added = uncounted(writes, counted, stored.marks.get(shard)?.sequence);
        if (added === null) continue;
        addCounts(stored.counts, added);
        const marks = moveMark(stored.marks, shard, last, now);
        periods.set(keyOf(period), { counts: stored.counts, marks, countedAt: now });
      }
      return batch;
    },
    async read(asked) {
      return asked.flatMap((period) => {
        const stored = periods.get(keyOf(period));
        return stored === undefined ? [] : [{ period, counts: stored.counts, countedAt: stored.countedAt }];
      });
    },
  };
}
