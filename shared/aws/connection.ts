import { type HttpAnswer, send } from './http.ts';
import { signed } from './signature.ts';

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
export class AwsCallFailed extends Error {
  override readonly name = 'AwsCallFailed';
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
 * @throws AwsCallFailed when the last try failed, or AWS refused the call.
 */
export async function callAws(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await tryOnce(connection, call);
    if (!(answer instanceof AwsCallFailed)) return answer;
    if (attempt === TRIES || !isPassing(answer)) throw answer;
    await new Promise((wake) => setTimeout(wake, Math.random() * FIRST_WAIT_MS * 4 ** (attempt - 1)));
  }
}

async function tryOnce(connection: AwsConnection, call: AwsCall): Promise<HttpAnswer | AwsCallFailed> {
  const { service, action, method, body = '' } = call;
  const credentials = await connection.credentials();
  const url = new URL(endpointOf(connection, service) + call.path);
  const headers = signed(
    { method, url, body, service, region: connection.region, at: Date.now(), headers: call.headers ?? {} },
    credentials,
  );
  try {
    const answer = await send({ method, url, headers, body, timeout: connection.timeout ?? 5_000 });
    return answer.status >= 200 && answer.status < 300
      ? answer
      : new AwsCallFailed(service, action, faultOf(answer), answer.status);
  } catch (error) {
    return new AwsCallFailed(service, action, nameOf(error), 0);
  }
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'NetworkError';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const THROTTLES = /Throttl|TooManyRequests|SlowDown|RequestLimitExceeded/i;

function isPassing(failure: AwsCallFailed): boolean {
  return (
    failure.status === 0 || failure.status >= 500 || failure.status === 429 || THROTTLES.test(failure.code)
  );
}

/** The fault's name from a JSON (`__type`) or XML (`<Code>`) error document. */
function faultOf({ status, body }: HttpAnswer): string {
  const text = body.toString('utf8', 0, 4_096);
  const named = /"(?:__type|code)"\s*:\s*"(?:[^"#]*#)?([^"]+)"|<Code>([^<]+)<\/Code>/.exec(text);
  return named?.[1] ?? named?.[2] ?? `HTTP ${status}`;
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
