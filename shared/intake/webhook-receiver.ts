import { AwsError } from '../aws/connection.ts';
import { InvalidSecretError, type SourceSecrets } from '../aws/secrets.ts';
import { SnsFetchError } from '../aws/sns.ts';
import type { LedgerSettings, SourceSettings } from '../config/settings.ts';
import { errorName } from '../error-name.ts';
import { type Problem, problem } from '../http/problem.ts';
import {
  type Handshake,
  MAX_BODY_MEGABYTES,
  type Provider,
  type WebhookRequest,
} from '../providers/provider.ts';
import { isAllowed } from '../providers/signature/allow-list.ts';
import { sameText } from '../providers/signature/constant-time.ts';
import { encodeQueueMessage } from './queue-message-codec.ts';
import { createBuckets, type TakeToken } from './rate-limit.ts';
import { receive } from './receive.ts';

/** Every function may reject; the response is 5xx then, never 2xx. */
export interface WebhookReceiverDeps {
  readonly settings: Pick<LedgerSettings, 'sources'>;
  readonly providers: ReadonlyMap<string, Provider>;
  /** The secrets of a source; null when it has none yet. `fresh` asks past any cache. */
  readonly secrets: (source: string, fresh: boolean) => Promise<SourceSecrets | null>;
  /** The stack's own SNS topic, trusted besides those of the source. */
  readonly topicArn: string;
  readonly certificate: (url: string) => Promise<string>;
  readonly confirm: (url: string) => Promise<void>;
  readonly enqueue: (message: string) => Promise<void>;
  readonly storeBody: (source: string, gzipped: Buffer) => Promise<string>;
  /** Milliseconds since 1970: the clock of the rate limits. */
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

/** The webhook that a request names: `/v1/webhooks/<source>/<key>`. */
export interface WebhookTarget {
  readonly source: string;
  /** The unguessable part of the URL. */
  readonly key: string;
}

/** Handles one request. `ip` is the caller's address. */
export type HandleWebhook = (
  target: WebhookTarget,
  request: WebhookRequest,
  ip: string,
) => Promise<HttpResponse>;

/** Rejected requests a second of one caller, across all sources: beyond it they are answered 429. */
const REJECTED_PER_SECOND = 5;

/**
 * The webhook function's whole work: find the source by its URL, check the caller's address, verify, queue, and only
 * then respond. 200 once queued, 400 for a body that is not the ESP's, 401 (or what the ESP expects) for a request that
 * is not verified, 403 for an address that the source does not allow, 404 for an unknown URL, 413 over `MAX_BODY_BYTES`, 429 with
 * Retry-After, 503 when a store fails.
 *
 * Verified requests are limited by source, rejected ones by the caller's address: however many a stranger sends, the
 * ESP's go through.
 */
export function createWebhookReceiver(deps: WebhookReceiverDeps): HandleWebhook {
  const sources = new Map(deps.settings.sources.map((source) => [source.name, source]));
  const limits: Limits = { verified: createBuckets(deps.now), rejected: createBuckets(deps.now) };

  return async (target, request, ip) => {
    const source = sources.get(target.source);
    const provider = source && deps.providers.get(source.provider);
    // Counted like a wrong key, so that no flood tells which sources there are.
    if (!source || !provider)
      return limits.rejected(ip, REJECTED_PER_SECOND) ? unknownUrl() : tooManyRequests();
    try {
      return await handle(deps, limits, { source, provider, key: target.key }, request, ip);
    } catch (error) {
      deps.onOutcome({ source: source.name, outcome: 'failed', detail: loggable(error) });
      return problemResponse(
        problem(503, 'not-stored', 'The event could not be stored. Send it again later.'),
      );
    }
  };
}

interface Limits {
  /** By source. */
  readonly verified: TakeToken;
  /** By the caller's address. */
  readonly rejected: TakeToken;
}

interface Webhook {
  readonly source: SourceSettings;
  readonly provider: Provider;
  readonly key: string;
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
  limits: Limits,
  { source, provider, key }: Webhook,
  request: WebhookRequest,
  ip: string,
): Promise<HttpResponse> {
  const reject = (response: HttpResponse, detail: string): HttpResponse => {
    if (!limits.rejected(ip, REJECTED_PER_SECOND)) return throttled(deps, source.name);
    deps.onOutcome({ source: source.name, outcome: 'rejected', detail });
    return response;
  };

  let secrets = await deps.secrets(source.name, false);
  // A URL or a secret rotated a moment ago is not in the cache yet.
  if (!isKeyOf(secrets, key)) secrets = await deps.secrets(source.name, true);
  if (!secrets || !isKeyOf(secrets, key))
    return reject(unknownUrl(), 'The key in the URL is not of this source.');
  if (source.allow && !isAllowed(ip, source.allow)) {
    return reject(
      problemResponse(problem(403, 'address-not-allowed', 'This source does not allow your address.')),
      'The caller is outside the allowed ranges.',
    );
  }

  const attempt = (live: SourceSecrets) =>
    receive(
      provider,
      source.name,
      request,
      {
        secrets: live.secrets,
        now: request.receivedAt,
        topics: [deps.topicArn, ...source.topics].filter((topic) => topic !== ''),
        certificate: deps.certificate,
      },
      [...live.secrets, ...live.urlKeys],
    );
  let received = await attempt(secrets);
  if (received.outcome === 'rejected') {
    const fresh = await deps.secrets(source.name, true);
    if (fresh && fresh.secrets.join('\n') !== secrets.secrets.join('\n')) received = await attempt(fresh);
  }

  if (received.outcome === 'rejected') {
    const { status, reason } = received;
    const detail = 'The request could not be verified as from this ESP. Check the secret of the source.';
    return reject(problemResponse(problem(status, 'not-verified', detail)), reason);
  }
  const isVerified = 'verified' in received && received.verified !== null;
  const isWithinRate = isVerified
    ? limits.verified(source.name, source.ratePerSecond)
    : limits.rejected(ip, REJECTED_PER_SECOND);
  if (!isWithinRate) return throttled(deps, source.name);
  switch (received.outcome) {
    case 'too-large':
      deps.onOutcome({ source: source.name, outcome: 'too-large' });
      return problemResponse(
        problem(
          413,
          'body-too-large',
          `A webhook body may have ${MAX_BODY_MEGABYTES} MB. Configure smaller batches.`,
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

/** Compares with every live key, so that the time tells nothing. */
function isKeyOf(secrets: SourceSecrets | null, key: string): boolean {
  return (secrets?.urlKeys ?? []).filter((urlKey) => sameText(urlKey, key)).length > 0;
}

/** The same for a name that is no source and for a wrong key: neither tells which sources there are. */
function unknownUrl(): HttpResponse {
  return problemResponse(problem(404, 'unknown-webhook', 'There is no webhook of this URL.'));
}

function throttled(deps: WebhookReceiverDeps, source: string): HttpResponse {
  deps.onOutcome({ source, outcome: 'throttled' });
  return tooManyRequests();
}

function tooManyRequests(): HttpResponse {
  const response = problemResponse(
    problem(429, 'too-many-requests', 'Too many requests. Send it again later.'),
  );
  return { ...response, headers: { ...response.headers, 'retry-after': '1' } };
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
