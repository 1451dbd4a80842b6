/** The floor of a cold start: a bundle that holds nothing but the DynamoDB client, and asks it once. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

export function handler(): Promise<unknown> {
  return client.send(new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'nobody' } } }));
}
