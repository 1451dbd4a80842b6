import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { putObject } from '../../shared/aws/archive.ts';
import { sendMessage } from '../../shared/aws/queue.ts';
import { confirmSubscription, signingCertificate } from '../../shared/aws/sns.ts';
import { archiveFolders, dayFolder } from '../../shared/intake/archive-folders.ts';
import type { MetricName } from '../../shared/intake/metric-names.ts';
import { createWebhookReceiver } from '../../shared/intake/webhook-receiver.ts';
import { providers } from '../../shared/providers/registry.ts';
import { connectionFromEnv, readSettings, requireEnv } from '../environment.ts';
import { countColdStart, writeMetrics } from '../metrics.ts';
import { toWebhookRequest } from './request.ts';
import { createSecretsCache } from './secrets-cache.ts';

countColdStart();

const aws = connectionFromEnv();
const queueUrl = requireEnv('QUEUE_URL');
const bucket = requireEnv('ARCHIVE_BUCKET');

const handleWebhook = createWebhookReceiver({
  settings: readSettings(),
  providers,
  secrets: createSecretsCache(aws, requireEnv('SECRETS_PREFIX'), Date.now),
  topicArn: requireEnv('TOPIC_ARN'),
  certificate: signingCertificate,
  confirm: confirmSubscription,
  enqueue: async (message) => {
    await sendMessage(aws, queueUrl, message);
  },
  storeBody: async (source, gzipped) => {
    const key = `${archiveFolders.big}${dayFolder(new Date())}${source}/${randomUUID()}.gz`;
    await putObject(aws, bucket, key, gzipped);
    return key;
  },
  now: Date.now,
  onOutcome: ({ source, outcome, entries, detail }) => {
    if (outcome === 'accepted') writeMetrics({ Accepted: 1, AcceptedEntries: entries ?? 0 }, { source });
    else if (outcome === 'rejected') writeMetrics({ Rejected: 1 }, { source, detail }, { Source: source });
    else writeMetrics({ [METRIC[outcome]]: 1 }, { source, detail });
  },
});

const METRIC = {
  handshake: 'Handshakes',
  invalid: 'Invalid',
  throttled: 'Throttled',
  'too-large': 'TooLarge',
  failed: 'NotStored',
} as const satisfies Record<string, MetricName>;

/** API Gateway (HTTP API, payload 2.0) to the webhook receiver and back. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  // Of a source's own route the path parameters hold the key alone: the name is part of the route.
  const [, source = '', key = ''] = /\/v1\/webhooks\/([^/]+)\/([^/]+)$/.exec(event.rawPath) ?? [];
  const { status, headers, body } = await handleWebhook(
    { source, key },
    toWebhookRequest(event),
    event.requestContext.http.sourceIp,
  );
  return { statusCode: status, headers: { ...headers }, body };
}
