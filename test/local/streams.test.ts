/** The streams that dynalite has on the local host, over the worker that the host starts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, expect, test } from 'vitest';
import { awsJson } from '../../local/aws-call.ts';
import { StreamRecords } from '../../local/emulators/stream-records.ts';
import { type EmulatorWorker, startThread } from '../../local/emulators/worker.ts';
import { untilActive } from '../../local/provision.ts';

const module = new URL('../../local/emulators/dynalite-worker.ts', import.meta.url);
const records = v.object({
  Records: v.array(
    v.object({ eventName: v.string(), dynamodb: v.looseObject({ SequenceNumber: v.string() }) }),
  ),
  NextShardIterator: v.string(),
});

let worker: EmulatorWorker | null = null;
afterEach(async () => {
  await worker?.stop();
  worker = null;
});

async function start(folder: string | null = null): Promise<void> {
  worker = await startThread(module, { folder });
}

const call = (service: 'dynamodb' | 'dynamodbstreams', action: string, input: object) =>
  awsJson(worker?.endpoint ?? '', service, action, JSON.parse(JSON.stringify(input)));

async function createTable(): Promise<void> {
  await call('dynamodb', 'CreateTable', {
    TableName: 'ledger',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  await untilActive(worker?.endpoint ?? '', 'ledger');
}

const put = (pk: string, n: number) =>
  call('dynamodb', 'PutItem', { TableName: 'ledger', Item: { pk: { S: pk }, n: { N: String(n) } } });

async function openReader(): Promise<string> {
  const listed = v.parse(
    v.object({ Streams: v.tuple([v.object({ StreamArn: v.string() })]) }),
    await call('dynamodbstreams', 'ListStreams', { TableName: 'ledger' }),
  );
  const { StreamArn } = listed.Streams[0];
  const described = v.parse(
    v.object({ StreamDescription: v.object({ Shards: v.tuple([v.object({ ShardId: v.string() })]) }) }),
    await call('dynamodbstreams', 'DescribeStream', { StreamArn }),
  );
  const { ShardId } = described.StreamDescription.Shards[0];
  const iterator = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  return v.parse(
    v.object({ ShardIterator: v.string() }),
    await call('dynamodbstreams', 'GetShardIterator', iterator),
  ).ShardIterator;
}

async function read(ShardIterator: string, Limit = 100) {
  const page = v.parse(records, await call('dynamodbstreams', 'GetRecords', { ShardIterator, Limit }));
  return { next: page.NextShardIterator, records: page.Records };
}

test('writes are delivered in order, with the item before and after', async () => {
  await start();
  await createTable();
  await put('a', 1);
  await put('a', 2);
  await call('dynamodb', 'DeleteItem', { TableName: 'ledger', Key: { pk: { S: 'a' } } });
  const { records: delivered } = await read(await openReader());
  const [one, two] = [
    { pk: { S: 'a' }, n: { N: '1' } },
    { pk: { S: 'a' }, n: { N: '2' } },
  ];
  expect(delivered).toMatchObject([
    { eventName: 'INSERT', dynamodb: { Keys: { pk: { S: 'a' } }, NewImage: one } },
    { eventName: 'MODIFY', dynamodb: { OldImage: one, NewImage: two } },
    { eventName: 'REMOVE', dynamodb: { OldImage: two } },
  ]);
  const numbers = delivered.map(({ dynamodb }) => BigInt(dynamodb.SequenceNumber));
  expect(numbers).toEqual(numbers.toSorted((a, b) => Number(a - b)));
});

test('a write whose condition fails, and the deletion of nothing, are not delivered', async () => {
  await start();
  await createTable();
  await put('a', 1);
  const refused = call('dynamodb', 'PutItem', {
    TableName: 'ledger',
    Item: { pk: { S: 'a' } },
    ConditionExpression: 'attribute_not_exists(pk)',
  });
  await expect(refused).rejects.toThrow();
  await call('dynamodb', 'DeleteItem', { TableName: 'ledger', Key: { pk: { S: 'b' } } });
  expect((await read(await openReader())).records).toHaveLength(1);
});

test('records are dropped once every reader has asked for those behind them', async () => {
  await start();
  await createTable();
  for (let n = 0; n < 5; n++) await put('a', n);
  const [first, second] = [await openReader(), await openReader()];
  const page = await read(first, 3);
  expect(page.records).toHaveLength(3);
  await read(page.next);
  expect((await read(second)).records).toHaveLength(5);
  const behind = await read((await read(second)).next);
  expect(behind.records).toEqual([]);
  // Three of the five have been passed by both.
  expect((await read(await openReader())).records).toHaveLength(2);
});

test('a reader passes no write by that ends after a later one', async () => {
  // Each record has a number before it is written; these end the other way round.
  const database = new Map<string, unknown>();
  const streams = new StreamRecords({
    async *read({ gt, lte }) {
      yield* [...database].filter(([key]) => key > gt && key <= lte).sort(([a], [b]) => (a < b ? -1 : 1));
    },
    remove: async () => {},
  });
  const writes = Array.from({ length: 3 }, () => Promise.withResolvers<void>());
  const appended = writes.map(({ promise }, n) =>
    streams.append(
      'ledger',
      { keys: { pk: n }, image: { pk: n }, old: undefined },
      async ({ key, value }) => {
        await promise;
        database.set(key, value);
      },
    ),
  );
  let iterator = streams.openReader('ledger');
  const found: unknown[] = [];
  for (const n of [2, 1, 0]) {
    writes[n]?.resolve();
    await appended[n];
    const page = await streams.read(iterator, 100);
    iterator = page.next;
    found.push(page.records.map(({ keys }) => keys));
  }
  expect(found).toEqual([[], [], [{ pk: 0 }, { pk: 1 }, { pk: 2 }]]);
});

test('what was not read outlives the process, and numbers go on growing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-streams-'));
  try {
    await start(folder);
    await createTable();
    await put('a', 1);
    const [before] = (await read(await openReader())).records;
    await worker?.stop();
    await start(folder);
    await put('a', 2);
    const after = (await read(await openReader())).records;
    expect(after.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY']);
    expect(after[0]).toEqual(before);
    expect(BigInt(after[1]?.dynamodb.SequenceNumber ?? 0)).toBeGreaterThan(
      BigInt(before?.dynamodb.SequenceNumber ?? 0),
    );
  } finally {
    await worker?.stop();
    worker = null;
    rmSync(folder, { recursive: true, force: true });
  }
});
