import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { getObject, putObject } from '../../shared/aws/archive.ts';
import { sendMessage } from '../../shared/aws/queue.ts';
import { readParameter } from '../../shared/aws/secrets.ts';
import { createClassifier } from '../../shared/classifier/create.ts';
import { createProcessor, type Processed, type QueueMessage } from '../../shared/intake/process.ts';
import { createLedger } from '../../shared/ledger/store.ts';
import { providers } from '../../shared/providers/registry.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { writeMetrics } from '../metrics.ts';

const process_ = start();

/** SQS to the processor; what failed is handed back by id, the rest of the batch is done. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const process = await process_;
  const messages = event.Records.map(
    (record): QueueMessage => ({
      id: record.messageId,
      body: record.body,
      sentAt: Number(record.attributes.SentTimestamp),
    }),
  );
  const processed = await process(messages);
  report(processed);
  return { batchItemFailures: [...processed.failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

function report({ failed, tally: { faults, ...counts } }: Processed): void {
  writeMetrics(
    {
      Events: counts.events,
      Failures: counts.failures,
      UnknownCodes: counts.unknown,
      SenderIncidents: counts.incidents,
      RecordsWritten: counts.written,
      RecordsUnchanged: counts.unchanged,
      Suppressed: counts.suppressed,
      Released: counts.released,
      MessagesFailed: failed.size,
    },
    faults.length > 0 ? { faults: [...new Set(faults)].slice(0, 10) } : {},
  );
}
