/** Requests and answers of the console's server: bounded bodies, JSON, problem documents (RFC 9457). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import { problem } from '../../shared/http/problem.ts';

/** The query API takes bodies of at most one MiB. */
const MAX_BODY_BYTES = 1_048_576;

/** A request that is refused; answered as a problem document. */
export class ConsoleRequestError extends Error {
  override readonly name = 'ConsoleRequestError';
  readonly status: number;
  readonly problem: string;

  /** @param problemName The last part of the problem's `type`. @param detail What is wrong and what to do. */
  constructor(status: number, problemName: string, detail: string) {
    super(detail);
    this.status = status;
    this.problem = problemName;
  }
}

/**
 * The headers of every answer. The policy admits scripts, styles and calls of this server alone, and no inline ones;
 * no other page may frame it, and no referrer is sent to pages that it links to.
 */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Sends an answer with the security headers. */
export function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': bytes.length }).end(bytes);
}

/** The headers with which a body is streamed. */
export function streamHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return { ...SECURITY_HEADERS, ...headers };
}

/** Sends a JSON document. */
export function sendJson(response: ServerResponse, status: number, document: unknown): void {
  send(
    response,
    status,
    { 'content-type': 'application/json', 'cache-control': 'no-store' },
    JSON.stringify(document),
  );
}

/** Sends a problem document. `name` is the last part of its type. */
export function sendProblem(response: ServerResponse, status: number, name: string, detail: string): void {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  send(response, status, headers, JSON.stringify(problem(status, name, detail).document));
}

/**
 * The request's body.
 * @throws ConsoleRequestError when it is larger than the API takes
 */
export async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (length > MAX_BODY_BYTES) {
    throw new ConsoleRequestError(413, 'body-too-large', `Send at most ${MAX_BODY_BYTES} bytes.`);
  }
  return Buffer.concat(chunks, length);
}

/**
 * The request's JSON body in the shape of `schema`.
 * @throws ConsoleRequestError when it is no JSON of that shape
 */
export async function readJson<const Schema extends v.GenericSchema>(
  request: IncomingMessage,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw new ConsoleRequestError(415, 'unsupported-media-type', 'Send the body as application/json.');
  }
  const result = v.safeParse(schema, parse(await readBody(request)));
  if (result.success) return result.output;
  const path = v.getDotPath(result.issues[0]);
  throw new ConsoleRequestError(
    400,
    'invalid-body',
    `${path === null ? 'The body' : `"${path}"`} is not valid.`,
  );
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ConsoleRequestError(400, 'invalid-body', 'The body is not JSON.');
  }
}
