/**
 * The AWS SDK's clients that the management of Amazon SES needs: SESv2 for most, SES v1 for the topics of identities
 * (v2 cannot read or set them), SNS for the topic. Loaded by the command line and the sync function alone.
 */
import { SESClient } from '@aws-sdk/client-ses';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SNSClient } from '@aws-sdk/client-sns';
import { baseOf } from '../../esp-api/base-url.ts';
import { EspApiError, type EspApiErrorKind } from '../../esp-api/errors.ts';
import { defaultDeps } from '../../esp-api/http-client.ts';
import { Pacer } from '../../esp-api/pacing.ts';
import type { EspApiDefinition, EspApiDeps, EspApiSettings, EspOperation } from '../../esp-api/types.ts';

const TITLE = 'Amazon SES';
/** SES v1 takes one call a second of the identity calls. */
const IDENTITY_INTERVAL_MS = 1_000;

export interface SesClients {
  readonly v2: SESv2Client;
  readonly v1: SESClient;
  readonly sns: SNSClient;
  readonly deps: EspApiDeps;
  readonly region: () => Promise<string>;
  /** Runs a call; an error of the SDK becomes an EspApiError. */
  call<T>(operation: EspOperation, action: string, run: () => Promise<T>): Promise<T>;
  /** A call that SES limits to one a second. */
  callSlowly<T>(operation: EspOperation, action: string, run: () => Promise<T>): Promise<T>;
  error(kind: EspApiErrorKind, message: string): EspApiError;
}

export function openSesClients(
  definition: Pick<EspApiDefinition, 'provider' | 'permissions'>,
  settings: EspApiSettings,
  region: string | undefined,
): SesClients {
  const deps = { ...defaultDeps, ...settings.deps };
  const { provider } = definition;
  const endpoint = settings.baseUrl === undefined ? undefined : baseOf(provider, settings.baseUrl).href;
  const config = {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(settings.awsCredentials === undefined ? {} : { credentials: settings.awsCredentials }),
    // Retries are made here, so that they keep the same time as those of the other ESPs.
    maxAttempts: 1,
    requestHandler: { requestTimeout: deps.timeoutMs, throwOnRequestTimeout: true },
  };
  const v2 = new SESv2Client(config);
  const pacer = new Pacer({ minIntervalMs: IDENTITY_INTERVAL_MS }, deps);

  async function call<T>(operation: EspOperation, action: string, run: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      deps.signal?.throwIfAborted();
      try {
        return await run();
      } catch (cause) {
        const error = translate(definition, operation, action, cause);
        const isTransient = error instanceof EspApiError && TRANSIENT.has(error.kind);
        const wait = error instanceof EspApiError ? (error.retryAfterMs ?? pacer.backoffMs(attempt)) : 0;
        if (!isTransient || attempt + 1 >= deps.maxAttempts || wait > deps.maxWaitMs) throw error;
        await deps.sleep(wait, deps.signal);
      }
    }
  }

  return {
    v2,
    v1: new SESClient(config),
    sns: new SNSClient(config),
    deps,
    region: () => call('read-settings', 'the region', () => v2.config.region()),
    call,
    callSlowly: async (operation, action, run) => {
      const wait = pacer.book();
      if (wait > 0) await deps.sleep(wait, deps.signal);
      return call(operation, action, run);
    },
    error: (kind, message) => new EspApiError({ kind, provider, message }),
  };
}

/** Every call made here may be repeated. */
const TRANSIENT: ReadonlySet<EspApiErrorKind> = new Set([
  'rate-limited',
  'unavailable',
  'timeout',
  'network',
]);

const kinds: Readonly<Record<string, EspApiErrorKind>> = {
  NotFoundException: 'not-found',
  NotFound: 'not-found',
  AlreadyExistsException: 'conflict',
  ConcurrentModificationException: 'conflict',
  LimitExceededException: 'limit-reached',
  BadRequestException: 'invalid-request',
  InvalidNextTokenException: 'invalid-request',
  InvalidParameterValue: 'invalid-request',
  InvalidParameter: 'invalid-request',
  TooManyRequestsException: 'rate-limited',
  ThrottlingException: 'rate-limited',
  Throttling: 'rate-limited',
  AccessDeniedException: 'forbidden',
  AccessDenied: 'forbidden',
  AuthorizationError: 'forbidden',
  UnrecognizedClientException: 'unauthorized',
  InvalidClientTokenId: 'unauthorized',
  SignatureDoesNotMatch: 'unauthorized',
  ExpiredTokenException: 'unauthorized',
  ExpiredToken: 'unauthorized',
  CredentialsProviderError: 'unauthorized',
  TimeoutError: 'timeout',
};

/** The SDK's message may contain ARNs, addresses and parts of a request: only the missing action is taken from it. */
function translate(
  { provider, permissions }: Pick<EspApiDefinition, 'provider' | 'permissions'>,
  operation: EspOperation,
  action: string,
  cause: unknown,
): unknown {
  if (!(cause instanceof Error) || cause instanceof EspApiError) return cause;
  const status = statusOf(cause);
  if (cause.message === 'Region is missing') {
    const message = `${TITLE}: no region. Give the option "region", or set AWS_REGION.`;
    return new EspApiError({ kind: 'settings', provider, message });
  }
  const kind = kinds[cause.name] ?? kindOf(status, cause);
  const missing = /perform:? ([a-z0-9-]+:[A-Za-z]+)/.exec(cause.message)?.[1];
  const permission = missing ?? permissions[operation] ?? undefined;
  const hint = hintOf(kind, permission);
  const message = `${TITLE} ${action} failed: ${cause.name}${status === undefined ? '' : ` (${status})`}.${hint}`;
  return new EspApiError({
    kind,
    provider,
    operation,
    status,
    permission: kind === 'forbidden' ? permission : undefined,
    retryAfterMs: retryAfterOf(cause),
    message,
  });
}

function hintOf(kind: EspApiErrorKind, permission: string | undefined): string {
  switch (kind) {
    case 'forbidden':
      return ` Allow these credentials ${permission ?? 'the action'}.`;
    case 'unauthorized':
      return ' Check the AWS credentials: they are missing, expired or of another partition.';
    case 'rate-limited':
      return ' Try again later.';
    case 'network':
    case 'timeout':
      return ' Check the network, the region and the base URL.';
    default:
      return '';
  }
}

function kindOf(status: number | undefined, cause: Error): EspApiErrorKind {
  if (status === undefined) return cause instanceof SyntaxError ? 'invalid-response' : 'network';
  if (status === 403) return 'forbidden';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'unavailable';
  return status >= 400 ? 'invalid-request' : 'invalid-response';
}

function statusOf(cause: Error): number | undefined {
  const metadata = '$metadata' in cause ? cause.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? metadata.httpStatusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
}

function retryAfterOf(cause: Error): number | undefined {
  const response: unknown = '$response' in cause ? cause.$response : undefined;
  const headers: unknown =
    typeof response === 'object' && response !== null && 'headers' in response ? response.headers : undefined;
  const seconds: unknown =
    typeof headers === 'object' && headers !== null && 'retry-after' in headers
      ? headers['retry-after']
      : undefined;
  return typeof seconds === 'string' && /^\d{1,9}$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

/** Every item of a call that answers page by page. */
export async function allPages<T>(
  page: (token: string | undefined) => Promise<{ items: readonly T[]; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const { items, next } = await page(token);
    all.push(...items);
    token = next === token ? undefined : next;
  } while (token !== undefined);
  return all;
}
