/** The contract of `StatisticsStore`: the same suite on every store. With DYNAMODB_ENDPOINT the table is DynamoDB Local's. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { countBatch, type SequencedWrite } from '../../shared/statistics/count-batch.ts';
import { dynamoDbStatistics } from '../../shared/store/dynamodb/dynamodb-statistics.ts';
import { memoryStatistics } from '../../shared/store/memory/memory-statistics.ts';
import type { StatisticsStore } from '../../shared/store/statistics-store.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { bounce, DAY, HOUR, merge, NOON } from '../ledger/events.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const stores = {
  memory: async () => memoryStatistics(),
  dynamodb: async () =>
    dynamoDbStatistics({
      client: engine.client,
      table: await engine.createTable(),
      retryPolicy: { baseDelayMs: 1, maxDelayMs: 20 },
    }),
} as const;

/** The write that records one bounce, in the hour before `at`. */
function write(sequence: number, at = NOON): SequencedWrite {
  const record = merge(emptyRecord, [bounce(2001, at)]);
  return {
    sequence: BigInt(sequence),
    write: {
      before: { record: emptyRecord, verdicts: [] },
      after: { record, verdicts: [] },
      passedOver: [],
      receiver: 'gmail',
      writtenAt: NOON,
    },
  };
}

const day = { by: 'day', start: NOON - 12 * HOUR } as const;
const hour = { by: 'hour', start: NOON } as const;
const yesterday = { by: 'day', start: NOON - 36 * HOUR } as const;

describe.each(['memory', 'dynamodb'] as const)('%s', (name) => {
  let store: StatisticsStore;
  beforeEach(async () => {
    store = await stores[name]();
  });

  const countIn = async (period: Parameters<StatisticsStore['read']>[0][number]) => {
    const [stored] = await store.read([period]);
    return [...(stored?.counts.events.values() ?? [])].reduce((sum, count) => sum + count, 0);
  };

  test('has nothing of a period that nothing was added to', async () => {
    expect(await store.read([day, hour])).toEqual([]);
  });

  test('adds the writes of a batch to their hour and their day', async () => {
    await store.add('a', [write(1), write(2), write(3, NOON - DAY)], NOON);
    expect(await countIn(hour)).toBe(2);
    expect(await countIn(day)).toBe(2);
    expect(await countIn(yesterday)).toBe(1);
    expect(await store.read([day])).toMatchObject([{ period: day, countedAt: NOON }]);
  });

  test('adds each write once, however batches are cut when they come again', async () => {
    await store.add('a', [write(1), write(2)], NOON);
    await store.add('a', [write(1), write(2)], NOON);
    await store.add('a', [write(2), write(3)], NOON);
    await store.add('a', [write(1)], NOON);
    expect(await countIn(day)).toBe(3);
  });

  test('resolves with what the whole batch counts for, also when it comes again', async () => {
    const batch = [write(1), write(2, NOON - DAY)];
    expect(await store.add('a', batch, NOON)).toEqual(countBatch(batch));
    expect(await store.add('a', batch, NOON)).toEqual(countBatch(batch));
  });

  test('adds the writes of every shard, whose places have nothing to do with each other', async () => {
    await store.add('a', [write(10)], NOON);
    await store.add('b', [write(5)], NOON);
    await store.add('b', [write(5)], NOON);
    expect(await countIn(day)).toBe(2);
  });

  test('adds what several shards bring at the same time', async () => {
    const shards = Array.from({ length: 6 }, (_, n) => `shard-${n}`);
    await Promise.all(shards.map((shard) => store.add(shard, [write(1), write(2)], NOON)));
    expect(await countIn(day)).toBe(12);
  });

  test('adds the rest of a batch to the periods that a failed attempt did not reach', async () => {
    await store.add('a', [write(1, NOON - DAY)], NOON);
    await store.add('a', [write(1, NOON - DAY), write(2)], NOON);
    expect(await countIn(yesterday)).toBe(1);
    expect(await countIn(day)).toBe(1);
  });
});
