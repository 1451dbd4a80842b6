/** Feeds a function from a table's stream, as Lambda's own poller does: in order, retrying a batch that failed. */
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { region } from '../account.ts';
import { matchesPattern } from '../aws/event-pattern.ts';
import { awsJson } from '../aws-call.ts';
import type { JsonStore } from '../data-folder.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Mapping } from './mapping.ts';
import { type Poller, repeat } from './poller.ts';

const IDLE_MS = 250;
/** The most that one GetRecords takes; Lambda fills a larger batch by several. */
const MAX_GET_RECORDS = 1_000;
/** On AWS a batch may be tried again for hours. Here it is given up after some seconds, so that those behind it go on. */
const MAX_TRIES = 8;
const FIRST_BACKOFF_MS = 100;

/** JSON, of which the number is looked at. Numbers grow within a shard. */
type StreamRecord = { readonly [key: string]: Json } & {
  readonly dynamodb: { readonly SequenceNumber: string };
};

const streamsSchema = v.object({ Streams: v.array(v.object({ StreamArn: v.string() })) });
const shardsSchema = v.object({
  StreamDescription: v.object({ Shards: v.array(v.object({ ShardId: v.string() })) }),
});
const iteratorSchema = v.object({ ShardIterator: v.string() });
const recordSchema = v.looseObject({ dynamodb: v.looseObject({ SequenceNumber: v.string() }) });
const recordsSchema = v.object({
  Records: v.array(v.custom<StreamRecord>((value) => v.is(recordSchema, value))),
  NextShardIterator: v.nullish(v.string()),
});

function numberOf({ dynamodb }: StreamRecord): bigint {
  return BigInt(dynamodb.SequenceNumber);
}

/** By shard: the number of the last record that was delivered. */
const deliveredSchema = v.record(v.string(), v.string());

/**
 * Opens a stream at its oldest record. What every open reader has passed is dropped: all readers of a stream are opened
 * before the first of them starts.
 * @param endpoint of DynamoDB
 * @param table its name
 * @param progress how far the stream has been delivered, for the next start of the host
 * @returns what starts the delivery
 */
export async function openStream(
  endpoint: string,
  table: string,
  mapping: Mapping,
  target: LambdaFunction,
  progress: JsonStore,
): Promise<() => Poller> {
  const controller = new AbortController();
  const { signal } = controller;
  const positions = new Map<string, string | null>();
  /** By shard: the number of the last record delivered; what a new iterator brings again is not delivered again. */
  const before = v.safeParse(deliveredSchema, progress.read());
  const delivered = new Map(
    Object.entries(before.success ? before.output : {}).map(([shard, number]) => [shard, BigInt(number)]),
  );
  const call = (action: string, input: Json) => awsJson(endpoint, 'dynamodbstreams', action, input, signal);

  const findShards = async (): Promise<void> => {
    const { Streams: streams } = v.parse(streamsSchema, await call('ListStreams', { TableName: table }));
    for (const { StreamArn: arn } of streams) {
      const described = v.parse(shardsSchema, await call('DescribeStream', { StreamArn: arn }));
      for (const { ShardId: shard } of described.StreamDescription.Shards) {
        if (positions.has(shard)) continue;
        const at = { StreamArn: arn, ShardId: shard, ShardIteratorType: 'TRIM_HORIZON' };
        positions.set(shard, v.parse(iteratorSchema, await call('GetShardIterator', at)).ShardIterator);
      }
    }
  };

  const readShard = async (shard: string, iterator: string): Promise<number> => {
    const records = await call('GetRecords', {
      ShardIterator: iterator,
      Limit: Math.min(mapping.batchSize, MAX_GET_RECORDS),
    }).catch((error: unknown) => {
      // It points to what the stream no longer has, or has not been used for long: the next round asks anew.
      positions.delete(shard);
      throw error;
    });
    const answer = v.parse(recordsSchema, records);
    const last = delivered.get(shard) ?? -1n;
    const unseen = answer.Records.filter((record) => numberOf(record) > last);
    const wanted = unseen
      .map((record) => ({ ...record, awsRegion: region, eventSourceARN: mapping.sourceArn }))
      .filter(
        (record) =>
          mapping.filters.length === 0 || mapping.filters.some((pattern) => matchesPattern(pattern, record)),
      );
    if (wanted.length > 0) {
      const event = { Records: wanted, ...(mapping.tumbling && windowOf(shard, mapping)) };
      await deliver(event, target, mapping, signal);
    }
    const newest = unseen.at(-1);
    if (newest !== undefined) delivered.set(shard, numberOf(newest));
    if (wanted.length > 0) {
      progress.write(Object.fromEntries([...delivered].map(([one, number]) => [one, String(number)])));
    }
    positions.set(shard, answer.NextShardIterator ?? null);
    return answer.Records.length;
  };

  await findShards();
  return () => {
    void repeat(signal, async () => {
      await findShards();
      let read = 0;
      for (const [shard, iterator] of positions) {
        if (iterator !== null) read += await readShard(shard, iterator);
      }
      if (read === 0) await delay(IDLE_MS);
    });
    return { stop: () => controller.abort() };
  };
}

/** What a function with tumbling windows is told beside its records. Each batch is a window of its own here. */
function windowOf(shardId: string, { sourceArn }: Mapping): { readonly [key: string]: Json } {
  const now = new Date().toISOString();
  return {
    window: { start: now, end: now },
    state: {},
    shardId,
    eventSourceARN: sourceArn,
    isFinalInvokeForWindow: true,
    isWindowTerminatedEarly: false,
  };
}

async function deliver(
  event: { readonly [key: string]: Json },
  target: LambdaFunction,
  { retryAttempts }: Mapping,
  signal: AbortSignal,
): Promise<void> {
  const tries = Math.min(retryAttempts + 1, MAX_TRIES);
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await delay(FIRST_BACKOFF_MS * 2 ** (attempt - 1), undefined, { signal });
    const outcome = await target.invoke(JSON.stringify(event));
    if (outcome.ok && !hasFailures(JSON.parse(outcome.payload))) return;
  }
}

function hasFailures(answer: Json): boolean {
  return (
    isJsonObject(answer) && Array.isArray(answer.batchItemFailures) && answer.batchItemFailures.length > 0
  );
}
