/**
 * Calls of AWS: few and simple ones, signed and sent by the parts that the SDK itself is made of. A client of the SDK
 * for each service would double a cold start.
 */
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/transport';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsErrorCode } from './error-code.ts';
import { type HttpAnswer, send } from './http.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export type AwsService = 'sqs' | 's3' | 'ssm' | 'events' | 'dynamodb' | 'cloudformation' | 'execute-api';

/** Where AWS's services are, and in whose name they are called. */
export interface AwsConnection {
  readonly region: string;
  readonly credentials: () => Promise<AwsCredentials>;
  /** A service's endpoint other than AWS's own, without a path: `http://127.0.0.1:4566`. */
  readonly endpoint?: (service: AwsService) => string | undefined;
  /** Milliseconds a single try may take; 5,000 unless told. */
  readonly timeout?: number;
}

/** A call that AWS refused or that never reached it. `code` is AWS's name for the fault. */
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
const TRIES = 3;
const FIRST_WAIT_MS = 50;

/** The service's base URL: the one configured, or AWS's own in the connection's partition. */
export function endpointOf(connection: AwsConnection, service: AwsService): string {
  const suffix = connection.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return (connection.endpoint?.(service) ?? `https://${service}.${connection.region}.${suffix}`).replace(
    /\/$/,
    '',
  );
}

/**
 * One signed call (SigV4), tried three times with full jitter while the fault is the network's, a throttle or a 5xx.
 * Every call made here is safe to repeat.
 * @throws AwsError when the last try failed, or AWS refused the call.
 */
export async function callAws(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await tryOnce(connection, call);
    if (!(answer instanceof AwsError)) return answer;
    if (attempt === TRIES || !isPassing(answer)) throw answer;
    await new Promise((wake) => setTimeout(wake, Math.random() * FIRST_WAIT_MS * 4 ** (attempt - 1)));
  }
}

/** One signed call, sent once; the answer whatever its status. Rejects when there is none: `code` or `name` says why. */
export async function sendOnce(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  const url = new URL(endpointOf(connection, call.service) + call.path);
  const { method, body = '' } = call;
  const headers = await signedHeaders(connection, call, url);
  return send({ method, url, headers, body, timeout: connection.timeout ?? DEFAULT_TIMEOUT_MS });
}

async function tryOnce(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer | AwsError> {
  const { service, action } = call;
  try {
    const answer = await sendOnce(connection, call);
    return answer.status >= 200 && answer.status < 300
      ? answer
      : new AwsError(service, action, awsErrorCode(answer.body) ?? `HTTP ${answer.status}`, answer.status);
  } catch (error) {
    return new AwsError(service, action, nameOf(error), 0);
  }
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
  return (await signerOf(connection, service).sign(request)).headers;
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

const THROTTLES = /Throttl|TooManyRequests|SlowDown|RequestLimitExceeded/i;

function isPassing(failure: AwsError): boolean {
  return (
    failure.status === 0 || failure.status >= 500 || failure.status === 429 || THROTTLES.test(failure.code)
  );
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
