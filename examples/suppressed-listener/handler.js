/**
 * Marks customers by the events of the ledger's bus. Events may come twice and out of order: the revision of the record
 * decides which is the newest.
 */
import { ConditionalCheckFailedException, DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { parseLedgerEvent } from 'bounce-ledger/client';

const dynamodb = new DynamoDBClient();

export async function handler(raw) {
  const event = parseLedgerEvent(raw);
  if (event === null || event.type === 'incident.opened' || event.detail.address === null) return;
  const { address, after, revision } = event.detail;
  try {
    await dynamodb.send(
      new UpdateItemCommand({
        TableName: process.env.CUSTOMERS_TABLE,
        Key: { email: { S: address } },
        UpdateExpression: 'SET suppressions = :suppressions, ledgerRevision = :revision',
        // A customer of that address must exist, and know nothing newer.
        ConditionExpression:
          'attribute_exists(email) AND (attribute_not_exists(ledgerRevision) OR ledgerRevision < :revision)',
        ExpressionAttributeValues: {
          ':suppressions': { L: after.map(({ list, reason }) => ({ S: `${list}: ${reason}` })) },
          ':revision': { N: String(revision) },
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
