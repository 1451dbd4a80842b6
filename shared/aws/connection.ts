/**
 * Calls of AWS, signed by the SDK's own signer and sent over Node's HTTP client. CONTRIBUTING.md, "AWS clients", has
 * the measurements behind this: the SDK's clients cost more cold start and CPU than the product's bounds allow.
 */
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { defaultRetryPolicy, type RetryPolicy, withRetry } from '../retry.ts';
import { type AwsService, awsEndpoint, type EndpointVariant } from './endpoint.ts';
import { awsErrorCode } from './error-code.ts';
import { type HttpAnswer, send } from './http.ts';
import { Sha256 } from './sha256.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where AWS's services are, and in whose name they are called. */
export interface AwsConnection {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** A service's endpoint other than AWS's own, without a path: `http://127.0.0.1:4566`. */
  readonly endpoint?: (service: AwsService) => string | undefined;
  /** FIPS and dual-stack endpoints, where `endpoint` names none. */
  readonly variant?: EndpointVariant;
  /** Milliseconds a single attempt may take. @default 5,000 */
  readonly timeout?: number;
}

/** A call that AWS rejected or that did not reach it. `code` is AWS's name for the error; `status` 0 without an answer. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  constructor(service: string, action: string, code: string, status: number) {
    super(`${service} ${action} failed: ${code}${status ? ` (${status})` : ''}`);
    this.code = code;
    this.status = status;
  }
}

export interface AwsCall {
  readonly service: AwsService;
  /** Names the call in errors. */
  readonly action: string;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const DEFAULT_TIMEOUT_MS = 5_000;
/** Three attempts end within the 29 seconds that API Gateway waits for a webhook's answer. */
const callRetryPolicy: RetryPolicy = {
  ...defaultRetryPolicy,
  random: Math.random,
  attempts: 3,
  baseDelayMs: 50,
};

/** The service's base URL: the one configured, or AWS's own in the connection's partition. */
export function endpointOf(connection: AwsConnection, service: AwsService): string {
  const { region, variant } = connection;
  return (connection.endpoint?.(service) ?? awsEndpoint(service, region, variant)).replace(/\/$/, '');
}

/**
 * One signed call (SigV4), retried with backoff and full jitter after network errors, throttling and 5xx.
 * Every call made here is idempotent.
 *
 * @throws AwsError when the last attempt failed, or AWS rejected the call
 */
export async function callAws(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  return withRetry(callRetryPolicy, () => attempt(connection, call));
}

/**
 * One signed call, sent once, or twice where AWS found this machine's clock skewed; returns the answer whatever its
 * status. Rejects when there is none: `code` or `name` of the error says why.
 */
export async function sendOnce(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  const answer = await signAndSend(connection, call);
  if (answer.status < 400 || !CLOCK_SKEW_ERRORS.has(awsErrorCode(answer.body) ?? '')) return answer;
  const serverTime = Date.parse(answer.headers.date ?? '');
  if (Number.isNaN(serverTime)) return answer;
  clockOffsets.set(connection, serverTime - Date.now());
  return signAndSend(connection, call);
}

async function signAndSend(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  const url = new URL(endpointOf(connection, call.service) + call.path);
  const { method, body = '' } = call;
  const headers = await signedHeaders(connection, call, url);
  return send({ method, url, headers, body, timeout: connection.timeout ?? DEFAULT_TIMEOUT_MS });
}

/** AWS's names for a signature whose time is too far from its own. */
const CLOCK_SKEW_ERRORS: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]);

/** Milliseconds by which AWS's clock is ahead of this machine's, by connection. */
const clockOffsets = new WeakMap<AwsConnection, number>();

async function attempt(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  const { service, action } = call;
  let answer: HttpAnswer;
  try {
    answer = await sendOnce(connection, call);
  } catch (error) {
    throw new AwsError(service, action, nameOf(error), 0);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new AwsError(service, action, awsErrorCode(answer.body) ?? `HTTP ${answer.status}`, answer.status);
}

/** The call's headers with those that sign it (SigV4) in the connection's name. `url` is where it goes. */
export async function signedHeaders(
  connection: AwsConnection,
  { service, method, headers = {}, body = '' }: AwsCall,
  url: URL,
): Promise<Record<string, string>> {
  const request = new HttpRequest({
    hostname: url.hostname,
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { ...headers, host: url.host },
    body,
  });
  const signingDate = new Date(Date.now() + (clockOffsets.get(connection) ?? 0));
  return (await signerOf(connection, service).sign(request, { signingDate })).headers;
}

/** Signers keep the key of the day: one a connection and service. */
const signers = new WeakMap<AwsConnection, Map<AwsService, SignatureV4>>();

function signerOf(connection: AwsConnection, service: AwsService): SignatureV4 {
  const known = signers.get(connection) ?? new Map<AwsService, SignatureV4>();
  signers.set(connection, known);
  let signer = known.get(service);
  if (signer === undefined) {
    const { credentials, region } = connection;
    // S3 alone signs the path as it is sent.
    signer = new SignatureV4({
      service,
      region,
      credentials,
      sha256: Sha256,
      uriEscapePath: service !== 's3',
    });
    known.set(service, signer);
  }
  return signer;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NetworkError';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** A call in AWS's JSON protocol: the action in `X-Amz-Target`, parameters and answer as JSON. */
export async function callJson(
  connection: AwsConnection,
  service: 'sqs' | 'ssm' | 'events',
  target: string,
  parameters: object,
): Promise<unknown> {
  const { body } = await callAws(connection, {
    service,
    action: target.slice(target.indexOf('.') + 1),
    method: 'POST',
    path: '/',
    headers: {
      'content-type': `application/x-amz-json-1.${service === 'sqs' ? 0 : 1}`,
      'x-amz-target': target,
    },
    body: JSON.stringify(parameters),
  });
  return body.length === 0 ? {} : JSON.parse(body.toString());
}
