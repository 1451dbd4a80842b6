/** Feeds a function from a table's stream, as Lambda's own poller does: in order, retrying a batch that failed. */
import * as v from 'valibot';
import { region } from '../account.ts';
import { matchesPattern } from '../aws/event-pattern.ts';
import { awsJson } from '../aws-call.ts';
import { isJsonObject, type Json } from '../json.ts';
import type { LambdaFunction } from '../lambda/function.ts';
import type { Mapping } from './mapping.ts';
import { type Poller, repeat } from './poller.ts';

const IDLE_MS = 250;
/** Then a batch is given up, so that it does not hold up those behind it. */
const TRIES = 3;

const streamsSchema = v.object({ Streams: v.array(v.object({ StreamArn: v.string() })) });
const shardsSchema = v.object({
  StreamDescription: v.object({ Shards: v.array(v.object({ ShardId: v.string() })) }),
});
const iteratorSchema = v.object({ ShardIterator: v.string() });
const recordsSchema = v.object({
  Records: v.array(v.custom<{ readonly [key: string]: Json }>(isRecord)),
  NextShardIterator: v.nullish(v.string()),
});

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** `endpoint`: of DynamoDB; `table`: its name. Dynalite has no streams: a host on it polls none. */
export function pollStream(
  endpoint: string,
  table: string,
  mapping: Mapping,
  target: LambdaFunction,
): Poller {
  const controller = new AbortController();
  const { signal } = controller;
  const positions = new Map<string, string | null>();
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
    const answer = v.parse(
      recordsSchema,
      await call('GetRecords', { ShardIterator: iterator, Limit: mapping.batchSize }),
    );
    const wanted = answer.Records.map((record) => ({
      ...record,
      awsRegion: region,
      eventSourceARN: mapping.sourceArn,
    })).filter(
      (record) =>
        mapping.filters.length === 0 || mapping.filters.some((pattern) => matchesPattern(pattern, record)),
    );
    if (wanted.length > 0) await deliver(wanted, target);
    positions.set(shard, answer.NextShardIterator ?? null);
    return answer.Records.length;
  };

  void repeat(signal, async () => {
    await findShards();
    let read = 0;
    for (const [shard, iterator] of positions) {
      if (iterator !== null) read += await readShard(shard, iterator);
    }
    if (read === 0) await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  });
  return { stop: () => controller.abort() };
}

async function deliver(records: readonly Json[], target: LambdaFunction): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const outcome = await target.invoke(JSON.stringify({ Records: records }));
    if (outcome.ok && !hasFailures(JSON.parse(outcome.payload))) return;
  }
}

function hasFailures(answer: Json): boolean {
  return (
    isJsonObject(answer) && Array.isArray(answer.batchItemFailures) && answer.batchItemFailures.length > 0
  );
}
