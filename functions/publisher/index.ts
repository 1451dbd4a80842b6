import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { putEvents } from '../../shared/aws/bus.ts';
import { toEventBridgeEntry } from '../../shared/intake/change-event.ts';
import { readStreamRecord } from '../../shared/store/dynamodb/stream.ts';
import { connectionFromEnv, requireEnv } from '../environment.ts';
import { countColdStart, writeMetrics } from '../metrics.ts';

countColdStart();

const aws = connectionFromEnv();
const bus = requireEnv('EVENT_BUS_NAME');

/**
 * From the table's stream to the event bus: changed verdicts and opened incidents, in order. The first that cannot be
 * published ends the batch; Lambda delivers it and those after it again.
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const entries = Records.flatMap(({ dynamodb, eventID }) => {
    const change = readStreamRecord(dynamodb?.NewImage, dynamodb?.OldImage);
    if (change === null) return [];
    const at = new Date((dynamodb?.ApproximateCreationDateTime ?? Date.now() / 1000) * 1000);
    const itemIdentifier = dynamodb?.SequenceNumber ?? eventID ?? '';
    return [{ event: toEventBridgeEntry(change, at), itemIdentifier }];
  });
  const { count, error } = await putEvents(
    aws,
    bus,
    entries.map(({ event }) => event),
  );
  if (error === null) return { batchItemFailures: [] };
  const unpublished = entries.slice(count);
  writeMetrics({ NotPublished: unpublished.length }, { fault: error });
  return { batchItemFailures: unpublished.slice(0, 1).map(({ itemIdentifier }) => ({ itemIdentifier })) };
}
