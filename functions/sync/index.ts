/** Keeps ESPs' own suppression lists in step: a message a page, and one for each changed verdict. */
import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { sendMessage } from '../../shared/aws/queue.ts';
import { readApiKey, readStackKey } from '../../shared/aws/secrets.ts';
import { errorName } from '../../shared/error-name.ts';
import { apiUrlVariable } from '../../shared/esp-api/base-url.ts';
import { loadEspApi } from '../../shared/esp-api/registry.ts';
import { IMPORTED_EVENTS_PER_MESSAGE, importMessage } from '../../shared/intake/import-messages.ts';
import { createSyncAudit } from '../../shared/sync/audit-trail.ts';
import { decodeSyncMessage } from '../../shared/sync/continuous/message.ts';
import { runStates } from '../../shared/sync/continuous/run-state.ts';
import { handleSyncMessage, type SyncedSource } from '../../shared/sync/continuous/sync-worker.ts';
import { openRememberedChanges } from '../../shared/sync/remembered-changes.ts';
import { takenInEvent } from '../../shared/sync/take-in.ts';
import { createCache } from '../cache.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { openLedger } from '../ledger.ts';
import { countColdStart, writeMetrics } from '../metrics.ts';

countColdStart();

const aws = connectionFromEnv();
const prefix = requireEnv('SECRETS_PREFIX');
const bucket = requireEnv('ARCHIVE_BUCKET');
const auditBucket = requireEnv('AUDIT_BUCKET');
const intakeUrl = requireEnv('QUEUE_URL');
const queueUrl = requireEnv('SYNC_QUEUE_URL');
const settings = readSettings();
const synced = settings.sources.filter(({ sync }) => sync !== null);

const stackKey = createCache(() => readStackKey(aws, prefix), Date.now);
const ledger = createCache(() => openLedger(aws, settings), Date.now);

/** A message that fails comes again, after the queue's visibility timeout. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    try {
      const counts = await handleSyncMessage(decodeSyncMessage(body), {
        sources: synced.map(({ name }) => name),
        open,
        ledger: await ledger(),
        addresses: settings.addresses,
        states: runStates(aws, bucket),
        send: async (message) => void (await sendMessage(aws, queueUrl, JSON.stringify(message))),
        clock: Date.now,
        makeId: randomUUID,
      });
      const { read, takenIn, added, removed, refused, left } = counts;
      writeMetrics({
        SyncRead: read,
        SyncTakenIn: takenIn,
        SyncAdded: added,
        SyncRemoved: removed,
        SyncRefused: refused,
        SyncLeft: left,
      });
    } catch (error) {
      failed.push(messageId);
      writeMetrics({ SyncFailed: 1 }, { fault: errorName(error) });
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Opened sources, for as long as a cache keeps them: SSM limits its calls. */
const opened = new Map(synced.map(({ name }) => [name, createCache(() => openSource(name), Date.now)]));

async function open(name: string): Promise<SyncedSource | null> {
  return (await opened.get(name)?.()) ?? null;
}

/** Null where the source has no API key and needs one. */
async function openSource(name: string): Promise<SyncedSource | null> {
  const source = synced.find((one) => one.name === name);
  if (source === undefined || source.sync === null) return null;
  const [definition, key] = await Promise.all([loadEspApi(source.provider), readApiKey(aws, prefix, name)]);
  const capability = definition.capabilities.suppressions;
  if (!capability.supported) return null;
  const baseUrl = process.env[apiUrlVariable(source.provider)];
  const isByRole = definition.key === null;
  // Stand-ins for AWS have no suppression list.
  if (isByRole ? baseUrl === undefined && aws.endpoint?.('s3') !== undefined : key === null) return null;
  const { suppressions } = definition.open({
    apiKey: key?.apiKey ?? '',
    options: { ...(isByRole && { region: aws.region }), ...key?.options },
    baseUrl,
    awsCredentials: aws.credentials,
  });
  if (suppressions === null) return null;
  return {
    sync: source.sync,
    rules: { source: name, list: source.list, espLists: source.espLists, capability },
    suppressions,
    remembered: openRememberedChanges({ connection: aws, bucket, stackKey: await stackKey(), source: name }),
    async takeIn(changes) {
      const events = changes.map(takenInEvent);
      for (let start = 0; start < events.length; start += IMPORTED_EVENTS_PER_MESSAGE) {
        const batch = events.slice(start, start + IMPORTED_EVENTS_PER_MESSAGE);
        await sendMessage(aws, intakeUrl, await importMessage(name, batch, Date.now()));
      }
    },
    audit: createSyncAudit({
      connection: aws,
      bucket,
      auditBucket,
      stackKey,
      source: name,
      list: source.list,
      stored: settings.addresses.stored,
      actor: 'sync',
      reason: 'continuous sync',
    }),
  };
}
