import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, AttributeValue as StreamValue } from 'aws-lambda';
import { putEvents } from '../../shared/aws/bus.ts';
import { toBusEvent } from '../../shared/intake/announce.ts';
import { connectionFromEnv, requireEnv } from '../environment.ts';

const aws = connectionFromEnv();
const bus = requireEnv('EVENT_BUS_NAME');

/**
 * The table's stream to the event bus: verdicts that changed, and incidents that opened, in order.
 * What cannot be published stops the batch there; the stream offers it again.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const { dynamodb, eventID } of Records) {
    const at = new Date((dynamodb?.ApproximateCreationDateTime ?? Date.now() / 1000) * 1000);
    const event = toBusEvent(decoded(dynamodb?.NewImage), decoded(dynamodb?.OldImage), at);
    if (event === null) continue;
    try {
      await putEvents(aws, bus, [event]);
    } catch {
      return { batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? eventID ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
}

/** The stream's JSON carries binary values in base64; of what a record uses, only those differ. */
function decoded(
  image: Readonly<Record<string, StreamValue>> | undefined,
): Record<string, AttributeValue> | undefined {
  if (image === undefined) return undefined;
  const item: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(image)) {
    if (value.B !== undefined) item[name] = { B: Buffer.from(value.B, 'base64') };
    else if (value.S !== undefined) item[name] = { S: value.S };
    else if (value.N !== undefined) item[name] = { N: value.N };
    else if (value.BOOL !== undefined) item[name] = { BOOL: value.BOOL };
  }
  return item;
}
