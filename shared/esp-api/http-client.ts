/**
 * The HTTP side of every ESP client: authentication, pacing, retries, bounds and errors. Retries are written out here
 * because each ESP reports its limit in headers of its own, and because a wait that is too long must become an error
 * with its length, so that a caller with little time can continue later.
 */
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { baseOf } from './base-url.ts';
import { errorTextIn, fitToPrint } from './error-text.ts';
import { EspApiError, type EspApiErrorKind } from './errors.ts';
import { ResponseTooLargeError, readBounded } from './http-body.ts';
import { kindOf, phraseOf } from './http-status.ts';
import { Pacer, type RateLimits } from './pacing.ts';
import { type ApiPath, UnsafePathError } from './path.ts';
import { assertNamesTarget } from './removal-guard.ts';
import type { EspApiDefinition, EspApiDeps, EspApiSettings, EspOperation } from './types.ts';

export type QueryValue = string | number | boolean | undefined;

/** One call. */
export interface EspCall<T> {
  readonly operation: EspOperation;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: ApiPath;
  /** Values that are undefined are left out; a list repeats the name. */
  readonly query?: Readonly<Record<string, QueryValue | readonly string[]>>;
  readonly json?: unknown;
  /** `application/x-www-form-urlencoded`; a list repeats the name. */
  readonly form?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The schema of the answer; null where the answer is not read. */
  readonly answer: v.GenericSchema<unknown, T> | null;
  /** A second identical call does no harm, so that it is repeated after a 5xx or a lost connection. @default all but POST */
  readonly repeatable?: boolean;
  /**
   * What is removed: the address or id. Required of every DELETE, and to be given for removals by POST. It must stand
   * in the path, the query or the body of the request.
   */
  readonly removes?: string | readonly string[];
  /** @default MAX_RESPONSE_BYTES */
  readonly maxBytes?: number;
}

/** What an ESP's error response adds to its status. */
export interface ErrorReading {
  readonly kind?: EspApiErrorKind | undefined;
  readonly text?: string | undefined;
}

export interface EspHttpOptions {
  readonly definition: Pick<EspApiDefinition, 'provider' | 'title' | 'permissions'>;
  /** Scheme and host of the ESP's API. */
  readonly host: string;
  readonly settings: EspApiSettings;
  readonly limits?: RateLimits;
  /** Headers that authenticate a call. */
  readonly authenticate: () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** All forms of the key that an answer could repeat. @default the key */
  readonly secrets?: readonly string[];
  /** Reads an error answer where the ESP's statuses are not HTTP's. */
  readonly readError?: (status: number, body: unknown) => ErrorReading | null;
}

/** Enough for a page of the largest size any ESP offers. */
export const MAX_RESPONSE_BYTES = 32 * 1_048_576;
const MAX_ERROR_BYTES = 65_536;

export const defaultDeps: EspApiDeps = {
  fetch: (input, init) => fetch(input, init),
  now: Date.now,
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal ? { signal } : {});
  },
  random: Math.random,
  timeoutMs: 30_000,
  maxAttempts: 5,
  maxWaitMs: 60_000,
};

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Calls one ESP's API with one key. */
export class EspHttp {
  readonly deps: EspApiDeps;
  readonly #options: EspHttpOptions;
  readonly #base: URL;
  readonly #pacer: Pacer;
  readonly #secrets: readonly string[];

  /** @throws EspApiError of kind `settings` when the base URL is not usable. */
  constructor(options: EspHttpOptions) {
    const { settings } = options;
    this.#options = options;
    this.deps = { ...defaultDeps, ...settings.deps };
    this.#base = baseOf(options.definition.provider, settings.baseUrl ?? options.host);
    this.#pacer = new Pacer(options.limits ?? {}, this.deps);
    this.#secrets = options.secrets ?? [settings.apiKey];
  }

  /** Scheme and host of the API, or of its stand-in. */
  get origin(): string {
    return this.#base.origin;
  }

  /** @throws EspApiError */
  async request<T>(call: EspCall<T>): Promise<T> {
    assertNamesTarget(call);
    const url = this.#urlOf(call);
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt(url, call);
      if (!(outcome instanceof EspApiError) && outcome.status < 300) return this.#read(call, outcome);
      const error = outcome instanceof EspApiError ? outcome : this.#errorOf(call, outcome);
      if (attempt + 1 >= this.deps.maxAttempts || !isRetryable(error, call)) throw error;
      // A reset that is due already must not become a loop without a pause.
      const wait = Math.max(error.retryAfterMs ?? 0, this.#pacer.backoffMs(attempt));
      if (wait > this.deps.maxWaitMs) throw error;
      await this.deps.sleep(wait, this.deps.signal);
    }
  }

  /** An error of this ESP, for what a client finds out by itself. */
  error(kind: EspApiErrorKind, message: string, operation?: EspOperation): EspApiError {
    const { provider } = this.#options.definition;
    return new EspApiError({ kind, provider, message, operation });
  }

  /** A text of the ESP, fit to print. */
  redact(text: string): string {
    return fitToPrint(text, this.#secrets);
  }

  #urlOf(call: EspCall<unknown>): URL {
    const prefix = this.#base.pathname.replace(/\/$/, '');
    const url = new URL(this.#base);
    url.pathname = prefix + call.path.value;
    if (url.pathname !== prefix + call.path.value)
      throw new UnsafePathError('The path is not in normal form.');
    for (const [name, value] of Object.entries(call.query ?? {})) {
      if (typeof value === 'object') for (const each of value) url.searchParams.append(name, each);
      else if (value !== undefined) url.searchParams.append(name, String(value));
    }
    return url;
  }

  async #attempt(url: URL, call: EspCall<unknown>): Promise<Answer | EspApiError> {
    const { deps } = this;
    deps.signal?.throwIfAborted();
    const exhausted = this.#pacer.exhaustedFor();
    if (exhausted > deps.maxWaitMs) return this.#rateLimited(call, exhausted, 429);
    const wait = this.#pacer.book();
    if (wait > 0) await deps.sleep(wait, deps.signal);
    const timeout = AbortSignal.timeout(deps.timeoutMs);
    try {
      const response = await deps.fetch(url, {
        method: call.method,
        headers: await this.#headersOf(call),
        body: bodyOf(call),
        // A redirect would carry the key to another host.
        redirect: 'manual',
        signal: deps.signal ? AbortSignal.any([timeout, deps.signal]) : timeout,
      });
      this.#pacer.observe(response.headers);
      const maxBytes = response.ok ? (call.maxBytes ?? MAX_RESPONSE_BYTES) : MAX_ERROR_BYTES;
      return {
        status: response.status,
        headers: response.headers,
        text: await readBounded(response, maxBytes),
      };
    } catch (error) {
      deps.signal?.throwIfAborted();
      if (error instanceof EspApiError) return error;
      return this.#transportError(call, error, timeout.aborted);
    }
  }

  async #headersOf(call: EspCall<unknown>): Promise<Record<string, string>> {
    return {
      accept: 'application/json',
      'user-agent': 'bounce-ledger',
      ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(call.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(await this.#options.authenticate()),
      ...call.headers,
    };
  }

  #read<T>(call: EspCall<T>, { status, headers, text }: Answer): T {
    if (call.answer === null) return undefined as T;
    const body = parseJson(text);
    if (body === NOT_JSON) {
      const type = (headers.get('content-type') ?? 'no content type').split(';')[0];
      throw this.#invalid(call, `answered ${status} with a body that is not JSON (${type})`, status);
    }
    const result = v.safeParse(call.answer, body);
    if (result.success) return result.output;
    const [issue] = result.issues;
    const where = v.getDotPath(issue) ?? 'the answer';
    throw this.#invalid(call, `answered with an unexpected ${where} (expected ${issue.expected})`, status);
  }

  #invalid(call: EspCall<unknown>, what: string, status: number): EspApiError {
    const { provider, title } = this.#options.definition;
    return new EspApiError({
      kind: 'invalid-response',
      provider,
      operation: call.operation,
      status,
      message: `${title} ${what} at ${nameOf(call)}. Check the base URL and proxies in between.`,
    });
  }

  #transportError(call: EspCall<unknown>, error: unknown, timedOut: boolean): EspApiError {
    const { provider, title } = this.#options.definition;
    const shared = { provider, operation: call.operation };
    if (error instanceof ResponseTooLargeError) {
      const message = `${title} at ${nameOf(call)}: ${error.message}`;
      return new EspApiError({ ...shared, kind: 'response-too-large', message });
    }
    if (timedOut) {
      const message = `${title} did not answer ${nameOf(call)} within ${this.deps.timeoutMs} ms. Try again later.`;
      return new EspApiError({ ...shared, kind: 'timeout', message });
    }
    const code = networkCode(error);
    const message = `Cannot connect to ${this.#base.host} (${code}) for ${nameOf(call)}. Check the network and the base URL.`;
    return new EspApiError({ ...shared, kind: 'network', message });
  }

  #rateLimited(call: EspCall<unknown>, retryAfterMs: number | null, status: number, text = ''): EspApiError {
    const { provider, title } = this.#options.definition;
    const when = retryAfterMs === null ? 'later' : `in ${Math.ceil(retryAfterMs / 1000)} seconds`;
    return new EspApiError({
      kind: 'rate-limited',
      provider,
      operation: call.operation,
      status,
      retryAfterMs: retryAfterMs ?? undefined,
      message: `${title} limits the rate of calls (${status}) at ${nameOf(call)}.${text} Try again ${when}.`,
    });
  }

  #errorOf(call: EspCall<unknown>, { status, headers, text }: Answer): EspApiError {
    const { definition, readError } = this.#options;
    const { provider, title, permissions } = definition;
    const parsed = parseJson(text);
    const body = parsed === NOT_JSON ? undefined : parsed;
    const reading = readError?.(status, body) ?? {};
    const kind = reading.kind ?? kindOf(status);
    const espText = reading.text ?? errorTextIn(body);
    const espMessage = espText === undefined ? '' : ` Its message: "${this.redact(espText)}".`;
    const permission = permissions[call.operation] ?? undefined;
    if (kind === 'rate-limited') {
      return this.#rateLimited(call, this.#pacer.requestedWaitMs(headers), status, espMessage);
    }
    return new EspApiError({
      kind,
      provider,
      operation: call.operation,
      status,
      permission: kind === 'forbidden' || kind === 'unauthorized' ? permission : undefined,
      retryAfterMs: status === 503 ? (this.#pacer.requestedWaitMs(headers) ?? undefined) : undefined,
      message: `${title} ${phraseOf(kind, permission)} (${status}) at ${nameOf(call)}.${espMessage}`,
    });
  }
}

function isRetryable(error: EspApiError, call: EspCall<unknown>): boolean {
  if (error.kind === 'rate-limited') return true;
  const isTransient = error.kind === 'unavailable' || error.kind === 'timeout' || error.kind === 'network';
  return isTransient && (call.repeatable ?? call.method !== 'POST');
}

/** The call as messages name it: without addresses, ids and query. */
function nameOf(call: EspCall<unknown>): string {
  return `${call.method} ${call.path.template}`;
}

function bodyOf(call: EspCall<unknown>): string | undefined {
  if (call.json !== undefined) return JSON.stringify(call.json);
  if (call.form === undefined) return undefined;
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(call.form)) {
    if (typeof value === 'string') form.append(name, value);
    else for (const each of value ?? []) form.append(name, each);
  }
  return form.toString();
}

const NOT_JSON = Symbol('not JSON');

/** An empty body reads as null. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

/** Node names the reason of a failed fetch in its cause; its message could quote what was sent. */
function networkCode(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'no connection';
}
