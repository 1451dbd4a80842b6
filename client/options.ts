/** What a client is made from, and the checks of it. */
import type { UnavailablePolicy } from './answer.ts';
import type { Decision } from './decision.ts';
import { LedgerOptionsError } from './failure.ts';
import {
  type Authorize,
  type AwsCredentialsSource,
  awsSignature,
  bearerToken,
  type TokenSource,
  withoutAuthorization,
} from './http/authorization.ts';
import type { CacheOptions } from './lookup/lookups.ts';

/** Options of every client. */
export interface CommonOptions {
  /**
   * What is done while the ledger cannot be asked: mail is sent, held back, or the call throws a
   * `LedgerUnavailableError`. There is no default: a sender has to decide.
   */
  readonly onUnavailable: UnavailablePolicy;
  /**
   * The list that mail is for, as `ledger.config.ts` names it.
   * @default any list: an address that is suppressed for one list is suppressed
   */
  readonly list?: string;
  /**
   * Milliseconds from a question to its answer, retries included. More than 1,000 recipients are asked about in parts,
   * each with its own deadline.
   * @default 2000
   */
  readonly deadlineMs?: number;
  /**
   * How long answers are held; false for not at all.
   * @default one hour for suppressed addresses, five minutes for others, three seconds for failures
   */
  readonly cache?: CacheOptions | false;
  /**
   * Calls under way at a time.
   * @default 2
   */
  readonly maxConcurrentCalls?: number;
  /**
   * Withholds nothing, and reports what it would have withheld.
   * @default false
   */
  readonly dryRun?: boolean;
  /** Told of each use of `onUnavailable`, and of the recipients withheld. */
  readonly onDecision?: (decision: Decision) => void;
}

/** The outputs of the stack: of one, or the file that `cdk deploy --outputs-file` writes. */
export type StackOutputs = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The ledger's URL: the stack's output `ApiUrl`, or that of a domain in front of it. */
export type LedgerLocation =
  | { readonly url: string; readonly outputs?: undefined }
  | { readonly outputs: StackOutputs; readonly url?: undefined };

/** In whose name the ledger is asked. */
export type LedgerAuthorization =
  | {
      /** For a ledger whose access is `iam`. */
      readonly credentials: AwsCredentialsSource;
      /**
       * The region of the stack.
       * @default the one in an execute-api URL
       */
      readonly region?: string;
      readonly token?: undefined;
    }
  | {
      /** For a ledger whose access is a JWT issuer. */
      readonly token: TokenSource;
      readonly credentials?: undefined;
      readonly region?: undefined;
    }
  | { readonly credentials?: undefined; readonly token?: undefined; readonly region?: undefined };

export type LedgerClientOptions = CommonOptions &
  LedgerLocation &
  LedgerAuthorization & {
    /**
     * For a proxy or certificates of one's own.
     * @default Node's
     */
    readonly fetch?: typeof fetch;
  };

const DEFAULT_DEADLINE_MS = 2_000;
const DEFAULT_CONCURRENT_CALLS = 2;
const DEFAULT_CACHE: Required<CacheOptions> = {
  maxEntries: 250_000,
  suppressedSeconds: 3_600,
  notSuppressedSeconds: 300,
  failureSeconds: 3,
};
const MAX_LIST_BYTES = 64;

export interface ResolvedCommonOptions {
  readonly policy: UnavailablePolicy;
  readonly list: string | undefined;
  readonly deadlineMs: number;
  readonly maxConcurrentCalls: number;
  readonly cache: Required<CacheOptions>;
  readonly dryRun: boolean;
  readonly onDecision: ((decision: Decision) => void) | undefined;
}

/** @throws LedgerOptionsError */
export function resolveCommonOptions(options: CommonOptions): ResolvedCommonOptions {
  const { onUnavailable, list, cache } = options;
  if (!['send', 'hold', 'throw'].includes(onUnavailable)) {
    throw new LedgerOptionsError("Set onUnavailable to 'send', 'hold' or 'throw'.");
  }
  if (list !== undefined && (list === '' || Buffer.byteLength(list) > MAX_LIST_BYTES)) {
    throw new LedgerOptionsError(`Invalid list: use 1 to ${MAX_LIST_BYTES} bytes.`);
  }
  const resolved = {
    policy: onUnavailable,
    list,
    deadlineMs: options.deadlineMs ?? DEFAULT_DEADLINE_MS,
    maxConcurrentCalls: options.maxConcurrentCalls ?? DEFAULT_CONCURRENT_CALLS,
    cache: cache === false ? { ...DEFAULT_CACHE, maxEntries: 0 } : { ...DEFAULT_CACHE, ...cache },
    dryRun: options.dryRun ?? false,
    onDecision: options.onDecision,
  };
  if (!(resolved.deadlineMs > 0)) throw new LedgerOptionsError('deadlineMs must be above 0.');
  if (!(resolved.maxConcurrentCalls >= 1))
    throw new LedgerOptionsError('maxConcurrentCalls must be at least 1.');
  for (const [name, value] of Object.entries(resolved.cache)) {
    if (!(value >= 0)) throw new LedgerOptionsError(`cache.${name} must not be negative.`);
  }
  return resolved;
}

/** @throws LedgerOptionsError */
export function resolveConnection(options: LedgerClientOptions): { url: string; authorize: Authorize } {
  const text = options.url ?? urlOf(options.outputs);
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new LedgerOptionsError("Invalid url: use the stack's output ApiUrl.");
  }
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
  const authorized = options.credentials !== undefined || options.token !== undefined;
  if (authorized && url.protocol === 'http:' && !loopback) {
    throw new LedgerOptionsError('Invalid url: credentials and tokens are sent by https only.');
  }
  return {
    url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    authorize: authorizationOf(options, url),
  };
}

function authorizationOf(options: LedgerClientOptions, url: URL): Authorize {
  if (options.token !== undefined) return bearerToken(options.token);
  const execute = /\.execute-api(?:-fips)?\.([a-z0-9-]+)\./.exec(url.hostname);
  if (options.credentials !== undefined) {
    const region = options.region ?? execute?.[1];
    if (region === undefined)
      throw new LedgerOptionsError("Set region to the stack's: the url does not tell.");
    return awsSignature(options.credentials, region);
  }
  if (execute !== null) {
    throw new LedgerOptionsError('Set credentials, or token where the ledger has a JWT issuer.');
  }
  return withoutAuthorization;
}

/** The construct's outputs carry a hash behind their names. */
const API_URL_OUTPUT = /ApiUrl[0-9A-F]{0,8}$/;

/** @throws LedgerOptionsError */
function urlOf(outputs: StackOutputs): string {
  const urls = Object.entries(outputs).flatMap(([name, value]) =>
    typeof value === 'string'
      ? API_URL_OUTPUT.test(name)
        ? [value]
        : []
      : Object.entries(value).flatMap(([inner, text]) => (API_URL_OUTPUT.test(inner) ? [text] : [])),
  );
  const [url, ...more] = urls;
  if (url === undefined)
    throw new LedgerOptionsError('The outputs have no ApiUrl. Are they those of the stack?');
  if (more.length > 0)
    throw new LedgerOptionsError('The outputs have several ApiUrl. Give those of one stack.');
  return url;
}
