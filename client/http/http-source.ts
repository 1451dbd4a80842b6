/** Look-ups by the ledger's HTTP API: `POST /v1/check`, and `GET /v1/addresses/{address}` for consistent reads. */
import { setTimeout as delay } from 'node:timers/promises';
import { type LedgerFailure, LookupFailedError } from '../failure.ts';
import type { LookupOutcome, LookupRequest, LookupSource } from '../lookup/source.ts';
import { isObject, parseResults } from './answers.ts';
import type { Authorize, UnsignedRequest } from './authorization.ts';
import { type ExchangeResult, exchange } from './exchange.ts';

/** What `POST /v1/check` takes. */
const MAX_ADDRESSES = 1_000;
const BASE_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1_000;
/** A signature is refused when its time is five minutes off. */
const MIN_SKEW_MS = 4 * 60_000;

export interface HttpSourceOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly authorize: Authorize;
  readonly fetch: typeof fetch;
}

export function createHttpSource({ url, authorize, fetch: fetchFunction }: HttpSourceOptions): LookupSource {
  let skewMs = 0;

  /** One try. @throws LookupFailedError when no answer came */
  async function attempt(request: UnsignedRequest, deadline: number): Promise<ExchangeResult> {
    const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
    const headers = await authorized(request, signal);
    return exchange(fetchFunction, request, { headers, signal });
  }

  async function authorized(request: UnsignedRequest, signal: AbortSignal): Promise<Record<string, string>> {
    const timedOut = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    try {
      return await Promise.race([authorize(request, skewMs), timedOut]);
    } catch (error) {
      const message = error instanceof Error ? error.name : 'no credentials';
      throw new LookupFailedError({ kind: 'credentials', message });
    }
  }

  /** Tries until an answer is usable or the deadline is near. @throws LookupFailedError */
  async function call(
    request: UnsignedRequest,
    { deadline, retry, parse }: CallOptions,
  ): Promise<readonly LookupOutcome[]> {
    let earlier: LedgerFailure | undefined;
    for (let tries = 1; ; tries++) {
      const { answer, failure, retryAfterMs, date } = await outcomeOf(
        () => attempt(request, deadline),
        parse,
      );
      if (answer !== undefined) return answer;
      const skew = failure.status === 403 && date !== null ? date - Date.now() : 0;
      const clockDiffers = Math.abs(skew - skewMs) > MIN_SKEW_MS;
      if (clockDiffers) skewMs = skew;
      const waitMs = clockDiffers ? 0 : (retryAfterMs ?? backoffMs(tries));
      const tryAgain = clockDiffers || (retry && isRetryable(failure));
      if (!tryAgain || Date.now() + waitMs >= deadline) {
        // What kept the first tries from an answer tells more than that the last was cut off.
        throw new LookupFailedError(failure.kind === 'timeout' ? (earlier ?? failure) : failure);
      }
      earlier = failure;
      await delay(waitMs);
    }
  }

  return {
    maxAddresses: MAX_ADDRESSES,
    async lookUp(addresses, { list, consistent, deadline, retry }: LookupRequest) {
      const [address] = addresses;
      if (consistent && address !== undefined) {
        const query = `?consistent=true${list === undefined ? '' : `&list=${encodeURIComponent(list)}`}`;
        const request = {
          method: 'GET',
          url: `${url}/v1/addresses/${encodeURIComponent(address)}${query}`,
          headers: { accept: 'application/json' },
        } as const;
        return call(request, { deadline, retry, parse: (body) => parseResults([body], [address]) });
      }
      const request = {
        method: 'POST',
        url: `${url}/v1/check`,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({ addresses, ...(list !== undefined && { list }) }),
      } as const;
      return call(request, {
        deadline,
        retry,
        parse: (body) => (isObject(body) ? parseResults(body.results, addresses) : null),
      });
    },
  };
}

type Parse = (body: unknown) => readonly LookupOutcome[] | null;

interface CallOptions {
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly retry: boolean;
  /** The answers in a body of status 200, or null when it is none of the ledger's. */
  readonly parse: Parse;
}

type TryOutcome = {
  readonly retryAfterMs: number | null;
  /** The server's clock, milliseconds since 1970. */
  readonly date: number | null;
} & (
  | { readonly answer: readonly LookupOutcome[]; readonly failure?: undefined }
  | { readonly answer?: undefined; readonly failure: LedgerFailure }
);

async function outcomeOf(attempt: () => Promise<ExchangeResult>, parse: Parse): Promise<TryOutcome> {
  let result: ExchangeResult;
  try {
    result = await attempt();
  } catch (error) {
    if (!(error instanceof LookupFailedError)) throw error;
    return { failure: error.failure, retryAfterMs: null, date: null };
  }
  const { status, headers, body } = result;
  const answer = status === 200 ? parse(body) : null;
  const retryAfter = Number.parseInt(headers.get('retry-after') ?? '', 10);
  const date = Date.parse(headers.get('date') ?? '');
  const common = {
    retryAfterMs: Number.isNaN(retryAfter) ? null : Math.max(0, retryAfter * 1_000),
    date: Number.isNaN(date) ? null : date,
  };
  return answer === null ? { failure: failureOf(status, body), ...common } : { answer, ...common };
}

function failureOf(status: number, body: unknown): LedgerFailure {
  const message = `HTTP ${status}${problemName(body)}`;
  if (status === 429) return { kind: 'throttled', message, status };
  if (status >= 500) return { kind: 'server-error', message, status };
  if (status >= 400) return { kind: 'rejected', message, status };
  return { kind: 'invalid-response', message: `HTTP ${status}, not an answer of the ledger`, status };
}

/** The last part of a problem document's type (RFC 9457) names the fault. */
function problemName(body: unknown): string {
  const type = isObject(body) && typeof body.type === 'string' ? body.type : '';
  const [, name] = /(?:^|\/)([a-z-]{1,40})$/.exec(type) ?? [];
  return name === undefined ? '' : ` ${name}`;
}

function isRetryable({ kind }: LedgerFailure): boolean {
  return kind !== 'tls' && kind !== 'rejected' && kind !== 'timeout';
}

/** Exponential, with full jitter: clients that failed together must not come back together. */
function backoffMs(tries: number): number {
  return Math.random() * Math.min(MAX_BACKOFF_MS, BASE_BACKOFF_MS * 2 ** tries);
}
