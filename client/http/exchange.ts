/** One HTTP exchange with the ledger: what came back, or why nothing usable did. */
import { type LedgerFailure, LookupFailedError } from '../failure.ts';
import type { UnsignedRequest } from './authorization.ts';

/** API Gateway passes on no larger body. */
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

export interface ExchangeResult {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when the body is no JSON. */
  readonly body: unknown;
}

/**
 * Sends a request and reads the answer. Redirects are not followed: they would carry the authorisation elsewhere.
 * @throws LookupFailedError when no answer came
 */
export async function exchange(
  fetchFunction: typeof fetch,
  request: UnsignedRequest,
  { headers, signal }: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
): Promise<ExchangeResult> {
  try {
    const response = await fetchFunction(request.url, {
      method: request.method,
      headers,
      redirect: 'manual',
      signal,
      ...(request.body !== undefined && { body: request.body }),
    });
    return { status: response.status, headers: response.headers, body: parseJson(await textOf(response)) };
  } catch (error) {
    throw new LookupFailedError(toFailure(error, signal));
  }
}

/** The body, cut where it is longer than any answer of the ledger. */
async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (response.body !== null) {
    for await (const chunk of response.body) {
      length += chunk.length;
      if (length > MAX_RESPONSE_BYTES) break;
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const TLS_CODES = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** The error's code alone: its message quotes hosts and, in some libraries, headers. */
function toFailure(error: unknown, signal: AbortSignal): LedgerFailure {
  if (signal.aborted) return { kind: 'timeout', message: 'no answer within the deadline' };
  const code = codeOf(error) ?? 'no connection';
  return { kind: TLS_CODES.test(code) ? 'tls' : 'unreachable', message: code };
}

/** `fetch` gives the socket's error as the cause, and that of several attempts as a list. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (!(error instanceof Error) || depth > 4) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0], depth + 1);
  return codeOf(error.cause, depth + 1);
}
