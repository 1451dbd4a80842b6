import { AwsError } from '../aws/connection.ts';
import { InvalidSecretError } from '../aws/secrets.ts';
import { SnsFetchError } from '../aws/sns.ts';
import type { LedgerSettings, SourceSettings } from '../config/settings.ts';
import { errorName } from '../error-name.ts';
import { type Problem, problem } from '../http/problem.ts';
import type { Handshake, Provider, WebhookRequest } from '../providers/provider.ts';
import { encodeQueueMessage } from './message.ts';
import { createBuckets } from './rate-limit.ts';
import { receive } from './receive.ts';

/** What the front door needs of the world. Every function may reject; the door then answers 5xx, never 2xx. */
export interface WebhookReceiverDeps {
  readonly settings: Pick<LedgerSettings, 'sources'>;
  readonly providers: ReadonlyMap<string, Provider>;
  /** One or two live secrets, newest first; null when the source has none yet. `fresh` asks past any cache. */
  readonly secrets: (source: string, fresh: boolean) => Promise<readonly string[] | null>;
  /** The stack's own SNS topic, trusted besides those of the source. */
  readonly topicArn: string;
  readonly certificate: (url: string) => Promise<string>;
  readonly confirm: (url: string) => Promise<void>;
  readonly enqueue: (message: string) => Promise<void>;
  readonly storeBody: (source: string, gzipped: Buffer) => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told what became of a request: names of sources and checks only. */
  readonly note: (note: WebhookOutcome) => void;
}

export interface WebhookOutcome {
  readonly source: string;
  readonly outcome:
    | 'accepted'
    | 'handshake'
    | 'refused'
    | 'unreadable'
    | 'throttled'
    | 'too-large'
    | 'failed';
  readonly events?: number;
  readonly detail?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * The webhook's whole work: find the source, keep its rate, prove, read once, queue, and only then answer.
 * What it answers: 200 once queued, 400 for a body that is not the ESP's, 401 (or what the ESP wants) without a
 * proof, 404 for an unknown source, 413 over 1 MB, 429 with Retry-After, 503 when a store fails.
 */
export function createWebhookReceiver(
  parts: WebhookReceiverDeps,
): (source: string, request: WebhookRequest, ip?: string) => Promise<HttpResponse> {
  const sources = new Map(parts.settings.sources.map((source) => [source.name, source]));
  const allowed = createBuckets(parts.now);

  return async (name, request, ip) => {
    const source = sources.get(name);
    const provider = source && parts.providers.get(source.provider);
    if (!source || !provider)
      return answer(problem(404, 'unknown-source', 'No source of this name is configured.'));
    if (!allowed(name, source.ratePerSecond)) {
      parts.note({ source: name, outcome: 'throttled' });
      const busy = answer(
        problem(429, 'too-many-requests', `This source takes ${source.ratePerSecond} requests a second.`),
      );
      return { ...busy, headers: { ...busy.headers, 'retry-after': '1' } };
    }
    try {
      return await admit(parts, source, provider, request, ip);
    } catch (error) {
      parts.note({ source: name, outcome: 'failed', detail: loggable(error) });
      return answer(problem(503, 'not-stored', 'The event could not be stored. Send it again later.'));
    }
  };
}

/** The faults whose messages are our own and quote nothing of a request, nor of a secret. */
const ownFaults = [AwsError, SnsFetchError, InvalidSecretError];

/** What an error says where its message may be logged; its name where nobody knows what the message quotes. */
function loggable(error: unknown): string {
  return error instanceof Error && ownFaults.some((own) => error instanceof own)
    ? error.message
    : errorName(error);
}

async function admit(
  parts: WebhookReceiverDeps,
  source: SourceSettings,
  provider: Provider,
  request: WebhookRequest,
  ip: string | undefined,
): Promise<HttpResponse> {
  const now = parts.now();
  const attempt = async (secrets: readonly string[]) =>
    receive(provider, request, {
      secrets,
      now,
      topics: [parts.topicArn, ...source.topics].filter((topic) => topic !== ''),
      certificate: parts.certificate,
      ...(ip === undefined ? {} : { ip }),
      allow: source.allow,
    });

  let secrets = (await parts.secrets(source.name, false)) ?? [];
  let received = await attempt(secrets);
  if (received.outcome === 'refused') {
    // A secret rotated a moment ago is not in the cache yet.
    const fresh = (await parts.secrets(source.name, true)) ?? [];
    if (fresh.join('\n') !== secrets.join('\n')) {
      secrets = fresh;
      received = await attempt(secrets);
    }
  }

  switch (received.outcome) {
    case 'too-large':
      parts.note({ source: source.name, outcome: 'too-large' });
      return answer(
        problem(413, 'body-too-large', 'A webhook body may have 1 MB. Configure smaller batches.'),
      );
    case 'refused':
      parts.note({ source: source.name, outcome: 'refused', detail: received.reason });
      return answer(
        problem(
          received.status,
          'not-genuine',
          'The request does not verify that it is from this ESP. Check the secret of the source.',
        ),
      );
    case 'unreadable':
      parts.note({ source: source.name, outcome: 'unreadable', detail: received.fault });
      return answer(problem(400, 'unreadable-body', received.fault));
    case 'handshake':
      if (received.handshake.confirm) await parts.confirm(received.handshake.confirm);
      parts.note({ source: source.name, outcome: 'handshake' });
      return answerHandshake(received.handshake);
    case 'events': {
      const { events, invalid } = received.reading;
      if (events.length > 0 || invalid.length > 0) {
        const message = await encodeQueueMessage(provider, source.name, request, secrets, now, (gzipped) =>
          parts.storeBody(source.name, gzipped),
        );
        await parts.enqueue(message);
      }
      parts.note({ source: source.name, outcome: 'accepted', events: events.length });
      return json(200, { accepted: events.length, kept: invalid.length });
    }
  }
}

function json(status: number, body: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function answer({ status, document }: Problem): HttpResponse {
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(document) };
}

function answerHandshake({ status, headers = {}, body }: Handshake): HttpResponse {
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
  if (body === undefined) return { status, headers, body: '' };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
