/**
 * DynamoDB Streams for dynalite, which accepts a stream's specification and delivers nothing. The database under it is
 * replaced by one that writes each item together with a stream record, in one batch of LevelDB, so that neither is there
 * without the other after a kill. Requests for `DynamoDBStreams` are answered here; dynalite gets the rest.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { accountId, region } from '../account.ts';
import { type StreamRecord, StreamRecords } from './stream-records.ts';

/** What is used of abstract-level's databases. */
interface Database {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  batch(operations: readonly object[]): Promise<void>;
  clear(range: { readonly gt: string; readonly lte: string }): Promise<void>;
  iterator(range: object): AsyncIterable<[string, unknown]>;
}
type DatabaseClass = new (...options: never[]) => Database;

const ITEM = /^item-(.+?)~/;
const record = v.record(v.string(), v.unknown());
const tableSchema = v.object({ KeySchema: v.array(v.object({ AttributeName: v.string() })) });

/**
 * Lets dynalite keep stream records, in this process; before dynalite is imported.
 * @returns the records of all tables, once a server has opened its database
 */
export function captureStreams(): () => StreamRecords {
  const require = createRequire(import.meta.resolve('dynalite'));
  let opened: StreamRecords | null = null;
  const capturing = (Base: DatabaseClass) =>
    class extends Base {
      readonly #records = new StreamRecords({
        read: (range) => super.iterator(range),
        remove: (range) => super.clear(range),
      });
      constructor(...options: never[]) {
        super(...options);
        opened = this.#records;
      }
      override put(key: string, value: unknown): Promise<void> {
        return this.#write(key, { type: 'put', key, value }, value);
      }
      override del(key: string): Promise<void> {
        return this.#write(key, { type: 'del', key }, undefined);
      }
      async #write(key: string, operation: object, image: unknown): Promise<void> {
        const table = ITEM.exec(key)?.[1];
        if (table === undefined) return super.batch([operation]);
        const old = await super.get(key);
        if (old === undefined && image === undefined) return;
        const keys = await this.#keysOf(table, image ?? old);
        await this.#records.append(table, { keys, image, old }, (put) =>
          super.batch([operation, { type: 'put', ...put }]),
        );
      }
      async #keysOf(table: string, item: unknown): Promise<object> {
        const { KeySchema: keys } = v.parse(tableSchema, await super.get(`table~${table}`));
        const attributes = v.parse(record, item);
        return Object.fromEntries(keys.map(({ AttributeName: name }) => [name, attributes[name]]));
      }
    };
  const level: { Level: DatabaseClass } = require('level');
  level.Level = capturing(level.Level);
  const memory: { MemoryLevel: DatabaseClass } = require('memory-level');
  memory.MemoryLevel = capturing(memory.MemoryLevel);
  return () => {
    if (opened === null)
      throw new Error('This dynalite opens its database otherwise: no streams are captured.');
    return opened;
  };
}

const TARGET = 'DynamoDBStreams_20120810.';

/** Answers requests for the streams of a server; it has one shard a table. */
export function serveStreams(server: Server, records: StreamRecords): void {
  const [others] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const target = request.headers['x-amz-target'];
    if (typeof target !== 'string' || !target.startsWith(TARGET)) {
      (others as RequestListener)(request, response);
      return;
    }
    answer(records, target.slice(TARGET.length), request).then(
      (document) => respond(response, 200, document),
      () => respond(response, 400, { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException' }),
    );
  });
}

function respond(response: ServerResponse, status: number, document: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(document));
}

const SHARD = 'shardId-00000000000000000000-00000001';
const streamArn = (table: string) =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${table}/stream/2026-01-01T00:00:00.000`;
const tableOf = (arn: string) => /:table\/([^/]+)\//.exec(arn)?.[1] ?? '';

async function answer(records: StreamRecords, action: string, request: IncomingMessage): Promise<object> {
  const input = await json(request);
  switch (action) {
    case 'ListStreams': {
      const { TableName: table } = v.parse(v.object({ TableName: v.string() }), input);
      return { Streams: [{ StreamArn: streamArn(table), TableName: table }] };
    }
    case 'DescribeStream':
      return { StreamDescription: { StreamStatus: 'ENABLED', Shards: [{ ShardId: SHARD }] } };
    case 'GetShardIterator': {
      const { StreamArn: arn } = v.parse(v.object({ StreamArn: v.string() }), input);
      return { ShardIterator: records.openReader(tableOf(arn)) };
    }
    case 'GetRecords': {
      const { ShardIterator: iterator, Limit: limit } = v.parse(
        v.object({
          ShardIterator: v.string(),
          Limit: v.optional(v.pipe(v.number(), v.maxValue(1_000)), 1_000),
        }),
        input,
      );
      const page = await records.read(iterator, limit);
      return { Records: page.records.map(toApi), NextShardIterator: page.next };
    }
    default:
      throw new Error(`${action} is not supported.`);
  }
}

/** A record as the API has it. */
function toApi({ sequence, at, keys, image, old }: StreamRecord): object {
  return {
    eventID: sequence,
    eventName: image === undefined ? 'REMOVE' : old === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: at,
      Keys: keys,
      ...(image !== undefined && { NewImage: image }),
      ...(old !== undefined && { OldImage: old }),
      SequenceNumber: sequence,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
  };
}
