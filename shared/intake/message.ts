/** What travels through the queue and lies in the archive: a webhook as it came, without its secrets. */
import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import type { Provider, WebhookRequest } from '../providers/provider.ts';
import { gzip } from './gzip.ts';

const messageShape = v.object({
  v: v.literal(1),
  source: v.string(),
  provider: v.string(),
  /** Milliseconds since 1970. */
  receivedAt: v.number(),
  method: v.string(),
  url: v.string(),
  headers: v.record(v.string(), v.string()),
  /** `text` as it is; `gzip` in base64; `object`: the key of a gzipped object in the archive's bucket. */
  encoding: v.picklist(['text', 'gzip', 'object']),
  body: v.string(),
});
export type WebhookMessage = v.InferOutput<typeof messageShape>;

/** A message handed to the processor once more: by a replay, or out of the dead-letter queue. */
const againShape = v.object({
  v: v.literal(1),
  /** 0 for a redrive; a replay's edition replaces what lower editions said. */
  replayGeneration: v.number(),
  /** The source it came by, for messages that do not say themselves. */
  source: v.optional(v.string()),
  receivedAt: v.number(),
  faults: v.optional(v.array(v.object({ index: v.number(), fault: v.string() }))),
  /** The queue message as it was. */
  message: v.string(),
});
export type RedeliveryMessage = v.InferOutput<typeof againShape>;

/** Bodies above this many bytes are compressed: SQS counts every 64 KB as a request. */
const COMPRESS_ABOVE = 16 * 1024;
/** Compressed bodies above this many characters go to the archive's bucket instead. */
const OBJECT_ABOVE = 200 * 1024;

const SECRET_HEADERS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * Makes the queue message of a proven request. Secrets stay behind: only the headers the reader needs travel,
 * and a query parameter that holds a live secret is dropped.
 * `store` keeps a body too large for a message and resolves with its key.
 */
export async function encodeQueueMessage(
  provider: Provider,
  source: string,
  request: WebhookRequest,
  secrets: readonly string[],
  receivedAt: number,
  store: (gzipped: Buffer) => Promise<string>,
): Promise<string> {
  const { encoding, body } = await encodeBody(request.body, store);
  const message: WebhookMessage = {
    v: 1,
    source,
    provider: provider.name,
    receivedAt,
    method: request.method,
    url: withoutSecrets(request.url, secrets),
    headers: keptHeaders(provider, request.headers),
    encoding,
    body,
  };
  return asText(message);
}

/** SQS takes no other characters in a message; some stand-ins of it take none beyond U+FFFD either. */
const NOT_TAKEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g;

/** JSON whose every character a queue takes: the others are escapes, which read back as what they were. */
function asText(message: WebhookMessage | RedeliveryMessage): string {
  return JSON.stringify(message).replace(
    NOT_TAKEN,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

async function encodeBody(
  body: Buffer,
  store: (gzipped: Buffer) => Promise<string>,
): Promise<Pick<WebhookMessage, 'encoding' | 'body'>> {
  if (body.length <= COMPRESS_ABOVE && isUtf8(body)) return { encoding: 'text', body: body.toString('utf8') };
  const gzipped = gzip(body);
  const text = gzipped.toString('base64');
  if (text.length <= OBJECT_ABOVE) return { encoding: 'gzip', body: text };
  return { encoding: 'object', body: await store(gzipped) };
}

function withoutSecrets(url: string, secrets: readonly string[]): string {
  const query = url.indexOf('?');
  if (query < 0) return url;
  const parameters = new URLSearchParams(url.slice(query + 1));
  for (const [name, value] of [...parameters]) {
    if (secrets.some((secret) => value.includes(secret))) parameters.delete(name);
  }
  return parameters.size === 0 ? url.slice(0, query) : `${url.slice(0, query)}?${parameters}`;
}

function keptHeaders(provider: Provider, headers: WebhookRequest['headers']): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['content-type', ...(provider.retainedHeaders ?? [])]) {
    const value = headers[name];
    if (value !== undefined && !SECRET_HEADERS.has(name)) kept[name] = value;
  }
  return kept;
}

/** Wraps a message for the processor once more. */
export function wrapRedelivery(again: Omit<RedeliveryMessage, 'v'>): string {
  return asText({ v: 1, ...again });
}

/** The message as it first came, out of whatever it was wrapped in since. @throws when a message of ours is damaged. */
export function unwrapRedelivery(body: string): string {
  const opened = decodeQueueMessage(body);
  return opened.form === 'again' ? unwrapRedelivery(opened.message.message) : body;
}

/** The request of a message. @throws when a stored body cannot be fetched or unpacked. */
export async function openRequest(
  message: WebhookMessage,
  fetchObject: (key: string) => Promise<Buffer>,
): Promise<WebhookRequest> {
  const { method, url, headers, receivedAt } = message;
  return { method, url, headers, receivedAt, body: await decodeBody(message, fetchObject) };
}

/** A bomb in the archive's bucket would have had to pass the webhook's own bound first. */
const UNPACKED_AT_MOST = { maxOutputLength: 2 * 1024 * 1024 };

async function decodeBody(
  message: WebhookMessage,
  fetchObject: (key: string) => Promise<Buffer>,
): Promise<Buffer> {
  switch (message.encoding) {
    case 'text':
      return Buffer.from(message.body, 'utf8');
    case 'gzip':
      return gunzipSync(Buffer.from(message.body, 'base64'), UNPACKED_AT_MOST);
    case 'object':
      return gunzipSync(await fetchObject(message.body), UNPACKED_AT_MOST);
  }
}

/** What a queue message is: ours, ours once more, or AWS's own JSON (SNS, EventBridge, an SES event). */
export type Opened =
  | { readonly form: 'webhook'; readonly message: WebhookMessage }
  | { readonly form: 'again'; readonly message: RedeliveryMessage }
  | { readonly form: 'aws'; readonly provider: 'ses' | 'ses-eventbridge' };

const OURS = '{"v":1,';

/** Tells the forms apart. @throws when a message of ours is damaged. */
export function decodeQueueMessage(body: string): Opened {
  if (!body.startsWith(OURS)) {
    return {
      form: 'aws',
      provider: /"detail-type"\s*:/.test(body.slice(0, 4_096)) ? 'ses-eventbridge' : 'ses',
    };
  }
  const parsed: unknown = JSON.parse(body);
  const webhook = v.safeParse(messageShape, parsed);
  if (webhook.success) return { form: 'webhook', message: webhook.output };
  return { form: 'again', message: v.parse(againShape, parsed) };
}
