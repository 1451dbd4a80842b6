/** A DynamoDB for tests: dynalite in this process, or whatever listens at DYNAMODB_ENDPOINT. */
import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { listeningPort } from '../../local/listening-port.ts';
import { attribute, projectedAttributes, SUPPRESSED_INDEX } from '../../shared/store/dynamodb/table.ts';

export interface Engine {
  readonly name: string;
  readonly client: DynamoDBClient;
  /** Creates a fresh ledger table and answers its name. */
  createTable(): Promise<string>;
  stop(): Promise<void>;
}

export async function startEngine(endpoint = process.env.DYNAMODB_ENDPOINT): Promise<Engine> {
  if (endpoint) return engineAt(endpoint, 'DynamoDB Local', async () => {});
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return engineAt(`http://127.0.0.1:${listeningPort(server)}`, 'dynalite', async () => {
    server.close();
    server.closeAllConnections();
  });
}

function engineAt(endpoint: string, name: string, stop: () => Promise<void>): Engine {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  let tables = 0;
  return {
    name,
    client,
    async createTable() {
      const table = `ledger-${process.pid}-${Date.now()}-${tables++}`;
      await client.send(
        new CreateTableCommand({
          TableName: table,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [attribute.key, attribute.shard, attribute.since].map((name) => ({
            AttributeName: name,
            AttributeType: 'S',
          })),
          KeySchema: [{ AttributeName: attribute.key, KeyType: 'HASH' }],
          GlobalSecondaryIndexes: [
            {
              IndexName: SUPPRESSED_INDEX,
              KeySchema: [
                { AttributeName: attribute.shard, KeyType: 'HASH' },
                { AttributeName: attribute.since, KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: [...projectedAttributes] },
            },
          ],
        }),
      );
      await waitUntilTableExists(
        { client, maxWaitTime: 20, minDelay: 0.01, maxDelay: 1 },
        { TableName: table },
      );
      return table;
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}
