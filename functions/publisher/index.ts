import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, AttributeValue as StreamValue } from 'aws-lambda';
import { putEvents } from '../../shared/aws/bus.ts';
import { toEventBridgeEntry } from '../../shared/intake/change-event.ts';
import { connectionFromEnv, requireEnv } from '../environment.ts';
import { writeMetrics } from '../metrics.ts';

const aws = connectionFromEnv();
const bus = requireEnv('EVENT_BUS_NAME');

/**
 * The table's stream to the event bus: verdicts that changed, and incidents that opened, in order.
 * The first that cannot be published stops the batch; the stream offers it and those behind it again.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const changes = Records.flatMap(({ dynamodb, eventID }) => {
    const at = new Date((dynamodb?.ApproximateCreationDateTime ?? Date.now() / 1000) * 1000);
    const event = toEventBridgeEntry(decoded(dynamodb?.NewImage), decoded(dynamodb?.OldImage), at);
    return event === null ? [] : [{ event, itemIdentifier: dynamodb?.SequenceNumber ?? eventID ?? '' }];
  });
  const { count, fault } = await putEvents(
    aws,
    bus,
    changes.map(({ event }) => event),
  );
  if (fault === null) return { batchItemFailures: [] };
  const left = changes.slice(count);
  writeMetrics({ NotPublished: left.length }, { fault });
  return { batchItemFailures: left.slice(0, 1).map(({ itemIdentifier }) => ({ itemIdentifier })) };
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
