import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { getObject, putObject } from '../../shared/aws/archive.ts';
import { sendMessage } from '../../shared/aws/queue.ts';
import { readSigningKeys } from '../../shared/aws/secrets.ts';
import { createProcessor, type Process, type Processed } from '../../shared/intake/process.ts';
import type { QueueMessage } from '../../shared/intake/queue-message.ts';
import { providers } from '../../shared/providers/registry.ts';
import { createCache } from '../cache.ts';
import { openBundledClassifier } from '../classifier.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { openLedger } from '../ledger.ts';
import { countColdStart, writeMetrics } from '../metrics.ts';

countColdStart();

const aws = connectionFromEnv();
const bucket = requireEnv('ARCHIVE_BUCKET');
const deadLetters = requireEnv('DEAD_LETTER_QUEUE_URL');
const queue = requireEnv('QUEUE_URL');
const settings = readSettings();
const processor = start();

async function start(): Promise<Process> {
  const [ledger, classifier] = await Promise.all([
    openLedger(aws, settings),
    openBundledClassifier(settings),
  ]);
  return createProcessor({
    settings,
    providers,
    classifier,
    ledger,
    store: (key, bytes) => putObject(aws, bucket, key, bytes),
    fetchObject: (from, key) => getObject(aws, from ?? bucket, key),
    signingKeys: createCache(() => readSigningKeys(aws, requireEnv('SECRETS_PREFIX')), Date.now),
    deadLetter: async (body) => {
      await sendMessage(aws, deadLetters, body);
    },
    requeue: async (body) => {
      await sendMessage(aws, queue, body);
    },
  });
}

/** SQS to the processor; what failed is handed back by id, the rest of the batch is done. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const process = await processor;
  const messages = event.Records.map(
    (record): QueueMessage => ({
      id: record.messageId,
      body: record.body,
      sentAt: Number(record.attributes.SentTimestamp),
    }),
  );
  const processed = await process(messages, () => context.getRemainingTimeInMillis());
  report(processed, messages);
  return { batchItemFailures: [...processed.failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

function report({ failed, stats }: Processed, messages: readonly QueueMessage[]): void {
  const { errors, ...counts } = stats;
  const now = Date.now();
  writeMetrics(
    {
      Events: counts.events,
      Failures: counts.failures,
      UnknownCodes: counts.unknown,
      UnknownEvents: counts.unmapped,
      SenderIncidents: counts.incidents,
      EvidenceOnly: counts.evidenceOnly,
      BeyondAuthority: counts.beyondAuthority,
      EventsRefused: counts.refused,
      RecordsWritten: counts.written,
      RecordsUnchanged: counts.unchanged,
      Suppressed: counts.suppressed,
      Released: counts.released,
      StormsOpened: counts.storms,
      SourceIncidentsOpened: counts.sourceIncidents,
      MessagesFailed: failed.size,
      MessagesDeferred: counts.deferred,
      RecordLatency: messages.flatMap(({ id, sentAt }) => (failed.has(id) ? [] : [now - sentAt])),
    },
    errors.length > 0 ? { errors: [...new Set(errors)].slice(0, 10) } : {},
  );
}
