/** A ledger in this process whose writes feed statistics, as the table's stream does. */
import { createLedger, type Ledger } from '../../shared/ledger/ledger.ts';
import type { SequencedWrite } from '../../shared/statistics/count-batch.ts';
import { readStatistics, type Statistics, type StatisticsQuery } from '../../shared/statistics/statistics.ts';
import { memoryStatistics } from '../../shared/store/memory/memory-statistics.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import type { StatisticsStore } from '../../shared/store/statistics-store.ts';
import { NOON, STACK_KEY, usual } from '../ledger/events.ts';
import { followWrites } from './follow-writes.ts';

export interface StatisticsFixture {
  readonly ledger: Ledger;
  readonly store: StatisticsStore;
  /** The writes that the stream has not delivered yet, by shard and in order. */
  readonly pending: Map<string, SequencedWrite[]>;
  /** Delivers up to `size` writes of a shard; they stay pending where `again`, to be delivered once more. */
  deliver(shard: string, size: number, again?: boolean): Promise<void>;
  /** Delivers everything that is pending. */
  deliverAll(): Promise<void>;
  statistics(query: StatisticsQuery): Promise<Statistics>;
}

export interface FixtureOptions {
  /** Seconds since 1970. @default NOON */
  readonly now?: () => number;
  readonly hashed?: boolean;
  readonly store?: StatisticsStore;
  /** Shards of the stream; a record's writes are all in one. @default 3 */
  readonly shards?: number;
}

export function createStatisticsFixture(options: FixtureOptions = {}): StatisticsFixture {
  const { now = () => NOON, hashed = false, shards = 3, store: statistics = memoryStatistics() } = options;
  const pending = new Map<string, SequencedWrite[]>();
  let sequence = 0n;

  const store = followWrites(memoryStore(), now, async (key, write) => {
    const shard = `shard-${key.charCodeAt(0) % shards}`;
    pending.set(shard, [...(pending.get(shard) ?? []), { sequence: ++sequence, write }]);
  });
  const ledger = createLedger({
    store,
    settings: { ...usual, ...(hashed && { addresses: { stored: 'hashed' } }) },
    stackKey: STACK_KEY,
    clock: () => now() * 1000,
  });

  const deliver: StatisticsFixture['deliver'] = async (shard, size, again = false) => {
    const writes = pending.get(shard) ?? [];
    await statistics.add(shard, writes.slice(0, size), now());
    if (!again) pending.set(shard, writes.slice(size));
  };
  return {
    ledger,
    store: statistics,
    pending,
    deliver,
    async deliverAll() {
      for (const shard of pending.keys()) await deliver(shard, Number.POSITIVE_INFINITY);
    },
    statistics: (query) => readStatistics(statistics, query),
  };
}
