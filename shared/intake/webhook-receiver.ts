import { AwsError } from '../aws/connection.ts';
import { InvalidSecretError } from '../aws/secrets.ts';
import { SnsFetchError } from '../aws/sns.ts';
import type { LedgerSettings, SourceSettings } from '../config/settings.ts';
import { errorName } from '../error-name.ts';
import { type Problem, problem } from '../http/problem.ts';
import type { Handshake, Provider, WebhookRequest } from '../providers/provider.ts';
import { encodeQueueMessage } from './queue-message-codec.ts';
import { createBuckets } from './rate-limit.ts';
import { receive } from './receive.ts';

/** Every function may reject; the response is 5xx then, never 2xx. */
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
  /** Milliseconds since 1970: the clock of the rate limit. */
  readonly now: () => number;
  /** Receives what became of a request: names of sources and checks only. */
  readonly onOutcome: (outcome: WebhookOutcome) => void;
}

export interface WebhookOutcome {
  readonly source: string;
  readonly outcome: 'accepted' | 'handshake' | 'rejected' | 'invalid' | 'throttled' | 'too-large' | 'failed';
  /** Entries of an accepted body. */
  readonly entries?: number;
  readonly detail?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Handles one request. `ip` is the caller's address. */
export type HandleWebhook = (source: string, request: WebhookRequest, ip?: string) => Promise<HttpResponse>;

/**
 * The webhook function's whole work: find the source, hold its rate, verify, queue, and only then respond. 200 once
 * queued, 400 for a body that is not the ESP's, 401 (or what the ESP expects) for a request that is not verified, 404
 * for an unknown source, 413 over 1 MB, 429 with Retry-After, 503 when a store fails.
 */
export function createWebhookReceiver(deps: WebhookReceiverDeps): HandleWebhook {
  const sources = new Map(deps.settings.sources.map((source) => [source.name, source]));
  const isWithinRate = createBuckets(deps.now);

  return async (name, request, ip) => {
    const source = sources.get(name);
    const provider = source && deps.providers.get(source.provider);
    if (!source || !provider)
      return problemResponse(problem(404, 'unknown-source', 'No source of this name is configured.'));
    if (!isWithinRate(name, source.ratePerSecond)) {
      deps.onOutcome({ source: name, outcome: 'throttled' });
      const throttled = problemResponse(
        problem(429, 'too-many-requests', `This source takes ${source.ratePerSecond} requests a second.`),
      );
      return { ...throttled, headers: { ...throttled.headers, 'retry-after': '1' } };
    }
    try {
      return await handle(deps, source, provider, request, ip);
    } catch (error) {
      deps.onOutcome({ source: name, outcome: 'failed', detail: loggable(error) });
      return problemResponse(
        problem(503, 'not-stored', 'The event could not be stored. Send it again later.'),
      );
    }
  };
}

/** The errors whose messages are our own and quote nothing of a request, nor of a secret. */
const loggableErrors = [AwsError, SnsFetchError, InvalidSecretError];

/** What an error says where its message may be logged, its name where the message may quote anything. */
function loggable(error: unknown): string {
  return error instanceof Error && loggableErrors.some((known) => error instanceof known)
    ? error.message
    : errorName(error);
}

async function handle(
  deps: WebhookReceiverDeps,
  source: SourceSettings,
  provider: Provider,
  request: WebhookRequest,
  ip: string | undefined,
): Promise<HttpResponse> {
  const attempt = async (secrets: readonly string[]) =>
    receive(provider, source.name, request, {
      secrets,
      now: request.receivedAt,
      topics: [deps.topicArn, ...source.topics].filter((topic) => topic !== ''),
      certificate: deps.certificate,
      ...(ip === undefined ? {} : { ip }),
      allow: source.allow,
    });

  const secrets = (await deps.secrets(source.name, false)) ?? [];
  let received = await attempt(secrets);
  if (received.outcome === 'rejected') {
    // A secret rotated a moment ago is not in the cache yet.
    const fresh = (await deps.secrets(source.name, true)) ?? [];
    if (fresh.join('\n') !== secrets.join('\n')) received = await attempt(fresh);
  }

  switch (received.outcome) {
    case 'too-large':
      deps.onOutcome({ source: source.name, outcome: 'too-large' });
      return problemResponse(
        problem(413, 'body-too-large', 'A webhook body may have 1 MB. Configure smaller batches.'),
      );
    case 'rejected':
      deps.onOutcome({ source: source.name, outcome: 'rejected', detail: received.reason });
      return problemResponse(
        problem(
          received.status,
          'not-verified',
          'The request could not be verified as from this ESP. Check the secret of the source.',
        ),
      );
    case 'invalid':
      deps.onOutcome({ source: source.name, outcome: 'invalid', detail: received.issue });
      return problemResponse(problem(400, 'invalid-body', received.issue));
    case 'handshake':
      if (received.handshake.confirm) await deps.confirm(received.handshake.confirm);
      deps.onOutcome({ source: source.name, outcome: 'handshake' });
      return handshakeResponse(received.handshake);
    case 'delivery': {
      const { delivery, entries } = received;
      if (entries > 0) {
        const storeBody = (gzipped: Buffer) => deps.storeBody(source.name, gzipped);
        await deps.enqueue(await encodeQueueMessage('webhook', delivery, storeBody));
      }
      deps.onOutcome({ source: source.name, outcome: 'accepted', entries });
      return jsonResponse(200, { accepted: entries });
    }
  }
}

function jsonResponse(status: number, body: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function problemResponse({ status, document }: Problem): HttpResponse {
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(document) };
}

function handshakeResponse({ status, headers = {}, body }: Handshake): HttpResponse {
  if (typeof body === 'string')
    return { status, headers: { 'content-type': 'text/plain', ...headers }, body };
  if (body === undefined) return { status, headers, body: '' };
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
