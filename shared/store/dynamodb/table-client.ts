/** The calls of DynamoDB that the store makes, with their conditions and retries. */

import {
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  DeleteItemCommand,
  GetItemCommand,
  type GetItemCommandOutput,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type UpdateItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { forEachConcurrent } from '../../for-each-concurrent.ts';
import { backoff, type RetryPolicy, withRetry } from '../../retry.ts';
import type { Item } from './item.ts';
import { attribute, SUPPRESSED_INDEX } from './table.ts';

/** The part of a client that is used: a `DynamoDBClient`, or anything that takes its commands. */
export interface TableSender {
  send(command: GetItemCommand): Promise<Pick<GetItemCommandOutput, 'Item'>>;
  send(
    command: BatchGetItemCommand,
  ): Promise<Pick<BatchGetItemCommandOutput, 'Responses' | 'UnprocessedKeys'>>;
  send(command: QueryCommand): Promise<Pick<QueryCommandOutput, 'Items' | 'LastEvaluatedKey'>>;
  send(command: UpdateItemCommand): Promise<Pick<UpdateItemCommandOutput, 'Attributes'>>;
  send(command: PutItemCommand | DeleteItemCommand): Promise<object>;
}

/** Keys of one BatchGetItem, as DynamoDB allows. */
const MAX_BATCH_KEYS = 100;
const BATCHES_CONCURRENCY = 8;

/** The condition of a write that creates an item. */
const ABSENT = { ConditionExpression: `attribute_not_exists(${attribute.key})` } as const;

/** DynamoDB left part of a batch read unprocessed at every attempt. */
class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
}

export interface TableClient {
  get(key: string, consistent: boolean): Promise<Item | undefined>;
  /** Items by key; what does not exist is absent. Calls `onFailed` for keys whose batch could not be read. */
  getMany(
    keys: readonly string[],
    onFailed: (keys: readonly string[], error: unknown) => void,
  ): Promise<Map<string, Item>>;
  /**
   * Writes if the item's revision is `revision`, 0 for none; false when it is not: another writer was first, or an
   * earlier attempt of this very write went through although its answer was lost.
   */
  put(item: Item, revision: number): Promise<boolean>;
  /** Deletes if the item's revision is `revision`; false when it is not. */
  remove(key: string, revision: number): Promise<boolean>;
  /** The updated item; null when the condition does not hold. Tried once: adding twice is not adding once. */
  update(input: Omit<UpdateItemCommandInput, 'TableName'>): Promise<Item | null>;
  /** One page of a shard of the index, from after `after`, oldest first. */
  queryShard(shard: string, after: string, limit: number): Promise<{ items: Item[]; more: boolean }>;
  /** The last entries of a partition of the index, newest first. */
  queryNewest(partition: string, limit: number): Promise<readonly Item[]>;
}

export function tableClient(client: TableSender, table: string, retryPolicy: RetryPolicy): TableClient {
  const condition = (revision: number) =>
    revision === 0
      ? ABSENT
      : {
          ConditionExpression: '#rev = :rev',
          ExpressionAttributeNames: { '#rev': attribute.revision },
          ExpressionAttributeValues: { ':rev': { N: String(revision) } },
        };

  async function getBatch(keys: readonly string[], found: Map<string, Item>): Promise<void> {
    let unprocessed = keys.map((key) => ({ [attribute.key]: { S: key } }));
    for (let attempt = 1; ; attempt++) {
      const command = new BatchGetItemCommand({ RequestItems: { [table]: { Keys: unprocessed } } });
      const answer = await withRetry(retryPolicy, () => client.send(command));
      for (const item of answer.Responses?.[table] ?? []) {
        const key = item[attribute.key]?.S;
        if (key !== undefined) found.set(key, item);
      }
      const left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      if (left.length === 0) return;
      if (attempt >= retryPolicy.attempts) {
        throw new ThrottledError(
          "DynamoDB left part of a batch read unprocessed at every attempt. Raise the table's capacity.",
        );
      }
      unprocessed = left.flatMap((key) => {
        const name = key[attribute.key]?.S;
        return name === undefined ? [] : [{ [attribute.key]: { S: name } }];
      });
      await backoff(retryPolicy, attempt);
    }
  }

  return {
    async get(key, consistent) {
      const command = new GetItemCommand({
        TableName: table,
        Key: { [attribute.key]: { S: key } },
        ConsistentRead: consistent,
      });
      return (await withRetry(retryPolicy, () => client.send(command))).Item;
    },

    async getMany(keys, onFailed) {
      const found = new Map<string, Item>();
      const batches: Array<readonly string[]> = [];
      for (let at = 0; at < keys.length; at += MAX_BATCH_KEYS)
        batches.push(keys.slice(at, at + MAX_BATCH_KEYS));
      await forEachConcurrent(batches, BATCHES_CONCURRENCY, async (batch) => {
        try {
          await getBatch(batch, found);
        } catch (error) {
          onFailed(batch, error);
        }
      });
      return found;
    },

    async put(item, revision) {
      const command = new PutItemCommand({ TableName: table, Item: item, ...condition(revision) });
      try {
        await withRetry(retryPolicy, () => client.send(command));
        return true;
      } catch (error) {
        return falseIfConditionFailed(error);
      }
    },

    async remove(key, revision) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: { [attribute.key]: { S: key } },
        ...condition(revision),
      });
      try {
        await withRetry(retryPolicy, () => client.send(command));
        return true;
      } catch (error) {
        return falseIfConditionFailed(error);
      }
    },

    async update(input) {
      const command = new UpdateItemCommand({ TableName: table, ...input });
      try {
        return (await client.send(command)).Attributes ?? {};
      } catch (error) {
        return falseIfConditionFailed(error) || null;
      }
    },

    async queryShard(shard, after, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: SUPPRESSED_INDEX,
        // DynamoDB takes no empty string as the value of a key.
        ...(after === ''
          ? shardKey(shard)
          : {
              KeyConditionExpression: '#sx = :sx AND #sk > :sk',
              ExpressionAttributeNames: { '#sx': attribute.shard, '#sk': attribute.since },
              ExpressionAttributeValues: { ':sx': { S: shard }, ':sk': { S: after } },
            }),
        Limit: limit,
      });
      const page = await withRetry(retryPolicy, () => client.send(command));
      return { items: page.Items ?? [], more: page.LastEvaluatedKey !== undefined };
    },

    async queryNewest(partition, limit) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: SUPPRESSED_INDEX,
        ...shardKey(partition),
        ScanIndexForward: false,
        Limit: limit,
      });
      return (await withRetry(retryPolicy, () => client.send(command))).Items ?? [];
    },
  };
}

function shardKey(shard: string) {
  return {
    KeyConditionExpression: '#sx = :sx',
    ExpressionAttributeNames: { '#sx': attribute.shard },
    ExpressionAttributeValues: { ':sx': { S: shard } },
  };
}

/** False where the condition of a write did not hold. @throws any other error again */
function falseIfConditionFailed(error: unknown): false {
  if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
  throw error;
}
