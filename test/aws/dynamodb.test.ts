/** Our calls of DynamoDB against the SDK's client: the same commands, the same answers, the same refusals. */
import { createServer } from 'node:http';
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listeningPort } from '../../local/listening-port.ts';
import { dynamoDb } from '../../shared/aws/dynamodb.ts';
import { isRetryable } from '../../shared/retry.ts';
import { SUPPRESSED_INDEX } from '../../shared/store/dynamodb/table.ts';
import type { TableSender } from '../../shared/store/dynamodb/table-client.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';

const connection = (endpoint: string) => ({
  region: 'eu-central-1',
  credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
  endpoint: () => endpoint,
  timeout: 500,
});

let engine: Engine;
let ours: TableSender;
beforeAll(async () => {
  engine = await startEngine();
  const { protocol, hostname, port } = (await engine.client.config.endpoint?.()) ?? {};
  ours = dynamoDb(connection(`${protocol}//${hostname}:${port}`));
});
afterAll(() => engine.stop());

const record = (key: string, shard: string) => ({
  pk: { S: key },
  addr: { S: 'zoë@xn--bcher-kva.example' },
  ev: { B: Uint8Array.of(0, 255, 128, 10) },
  rev: { N: '1793000000' },
  gone: { BOOL: true },
  sx: { S: shard },
  sk: { S: `1793000000#${key}` },
});

describe.each(['the SDK’s client', 'our calls'])('%s', (which) => {
  let table: string;
  let client: TableSender;
  const key = (name: string) => ({ TableName: table, Key: { pk: { S: name } } });
  beforeAll(async () => {
    table = await engine.createTable();
    client = which === 'our calls' ? ours : engine.client;
  });

  test('gives back what it put, bytes and all', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: record('a', 's1') }));
    const { Item } = await client.send(new GetItemCommand({ ...key('a'), ConsistentRead: true }));
    expect({ ...Item, ev: { B: Uint8Array.from(Item?.ev?.B ?? []) } }).toEqual(record('a', 's1'));
  });

  test('finds nothing where there is nothing', async () => {
    expect((await client.send(new GetItemCommand(key('nobody')))).Item).toBeUndefined();
  });

  test('refuses a put whose condition does not hold, by DynamoDB’s name for it', async () => {
    const put = new PutItemCommand({
      TableName: table,
      Item: record('a', 's1'),
      ConditionExpression: '#rev = :rev',
      ExpressionAttributeNames: { '#rev': 'rev' },
      ExpressionAttributeValues: { ':rev': { N: '7' } },
    });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  });

  test('reads many at once', async () => {
    await client.send(new PutItemCommand({ TableName: table, Item: record('b', 's2') }));
    const Keys = ['a', 'b', 'nobody'].map((name) => ({ pk: { S: name } }));
    const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
    const found = Responses?.[table] ?? [];
    expect(found.map(({ pk }) => pk?.S).sort()).toEqual(['a', 'b']);
    expect(found.map(({ ev }) => Array.from(ev?.B ?? []))).toEqual([
      [0, 255, 128, 10],
      [0, 255, 128, 10],
    ]);
  });

  test('queries the index, page by page', async () => {
    const { Items, LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: SUPPRESSED_INDEX,
        KeyConditionExpression: 'sx = :sx AND sk > :sk',
        ExpressionAttributeValues: { ':sx': { S: 's2' }, ':sk': { S: '0' } },
        Limit: 1,
      }),
    );
    expect(Items?.map(({ pk }) => pk?.S)).toEqual(['b']);
    expect(LastEvaluatedKey).toMatchObject({ pk: { S: 'b' } });
  });

  test('updates and deletes', async () => {
    const { Attributes } = await client.send(
      new UpdateItemCommand({
        ...key('a'),
        UpdateExpression: 'ADD rev :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes?.rev).toEqual({ N: '1793000001' });
    await client.send(new DeleteItemCommand(key('a')));
    expect((await client.send(new GetItemCommand(key('a')))).Item).toBeUndefined();
  });

  test('names a table that is not there', async () => {
    const get = new GetItemCommand({ TableName: 'no-such-table', Key: { pk: { S: 'a' } } });
    await expect(client.send(get)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('what isRetryable by itself is told as such', () => {
  const get = new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } });

  test.each<[string, number, string]>([
    ['a throttled call', 400, '{"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException"}'],
    ['a fault of DynamoDB', 500, '{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}'],
    ['a gateway’s page', 503, '<html>busy</html>'],
    ['no answer in time', 0, ''],
  ])('%s', async (_, status, body) => {
    const server = createServer((request, response) => {
      request.resume();
      if (status !== 0) response.writeHead(status).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const error: unknown = await dynamoDb(connection(`http://127.0.0.1:${listeningPort(server)}`))
      .send(get)
      .catch((reason: unknown) => reason);
    expect(isRetryable(error)).toBe(true);
    server.close();
    server.closeAllConnections();
  });

  test('no connection', async () => {
    const error: unknown = await dynamoDb(connection('http://127.0.0.1:1'))
      .send(get)
      .catch((reason: unknown) => reason);
    expect(isRetryable(error)).toBe(true);
  });
});
