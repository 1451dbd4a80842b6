/** The statistics in the ledger's table. */
import { forEachConcurrent } from '../../for-each-concurrent.ts';
import { backoff, defaultRetryPolicy, type RetryPolicy } from '../../retry.ts';
import { countBatch, type PeriodCounts, type SequencedWrite } from '../../statistics/count-batch.ts';
import { addCounts, type Counts, emptyCounts } from '../../statistics/counts.ts';
import { moveMark, type StatisticsStore, uncounted } from '../statistics-store.ts';
import type { DynamoDbStoreDeps } from './dynamodb-store.ts';
import {
  fromStatisticsItem,
  KEY_SUFFIXES,
  keySuffixOf,
  shardName,
  statisticsKey,
  toStatisticsItem,
} from './statistics-item.ts';
import { type TableClient, tableClient } from './table-client.ts';

const PERIOD_CONCURRENCY = 8;

/** Other writers changed the counts at every attempt. Count the batch again later: nothing is counted twice. */
class CountsConflictError extends Error {
  override readonly name = 'CountsConflictError';
}

/**
 * The statistics over a DynamoDB table: an item for each period and suffix of the key, in `statistics-item.ts`.
 *
 * @example
 * const statistics = dynamoDbStatistics({ client: new DynamoDBClient({}), table: 'ledger' });
 * await statistics.add(shard, writes, now);
 */
export function dynamoDbStatistics({
  client,
  table: tableName,
  retryPolicy,
}: DynamoDbStoreDeps): StatisticsStore {
  const policy: RetryPolicy = { ...defaultRetryPolicy, random: Math.random, ...retryPolicy };
  const table = tableClient(client, tableName, policy);
  return {
    async add(shard, writes, now) {
      const name = shardName(shard);
      const batch = countBatch(writes);
      await forEachConcurrent(batch, PERIOD_CONCURRENCY, (counted) =>
        addToPeriod({ table, policy, shard: name, writes, now }, counted),
      );
      return batch;
    },

    async read(periods) {
      const keys = periods.flatMap((period) => suffixes.map((suffix) => statisticsKey(period, suffix)));
      const items = await table.getMany(keys, (_, error) => {
        throw error;
      });
      return periods.flatMap((period) => {
        const stored = suffixes
          .map((suffix) => fromStatisticsItem(items.get(statisticsKey(period, suffix))))
          .filter(({ revision }) => revision > 0);
        if (stored.length === 0) return [];
        const counts: Counts = emptyCounts();
        for (const one of stored) addCounts(counts, one.counts);
        return [{ period, counts, countedAt: Math.max(...stored.map(({ countedAt }) => countedAt)) }];
      });
    },
  };
}

const suffixes = Array.from({ length: KEY_SUFFIXES }, (_, suffix) => suffix);

interface Addition {
  readonly table: TableClient;
  readonly policy: RetryPolicy;
  readonly shard: string;
  readonly writes: readonly SequencedWrite[];
  readonly now: number;
}

async function addToPeriod(
  { table, policy, shard, writes, now }: Addition,
  counted: PeriodCounts,
): Promise<void> {
  const { period } = counted;
  const suffix = keySuffixOf(shard);
  const key = statisticsKey(period, suffix);
  const last = writes.at(-1)?.sequence ?? -1n;
  for (let round = 1; ; round++) {
    const stored = fromStatisticsItem(await table.get(key, true));
    const added = uncounted(writes, counted, stored.marks.get(shard)?.sequence);
    if (added === null) return;
    addCounts(stored.counts, added);
    const next = {
      counts: stored.counts,
      marks: moveMark(stored.marks, shard, last, now),
      revision: stored.revision + 1,
      countedAt: now,
    };
    if (await table.put(toStatisticsItem(period, suffix, next), stored.revision)) return;
    if (round >= policy.attempts) {
      throw new CountsConflictError('Other writers changed the counts at every attempt.');
    }
    await backoff(policy, round);
  }
}
