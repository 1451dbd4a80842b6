/** HTTP to AWS, its emulators and the ledger's API, over connections that stay open. Node's own client: `fetch` takes longer to load than all of a function. */
import type { IncomingHttpHeaders } from 'node:http';
import { request as overHttps, Agent as TlsAgent } from 'node:https';

// An import would ask the module for each of its exports, and so make `fetch` and WebSockets, which nothing here uses:
// a third of a function's cold start.
const { Agent, request: overHttp } = process.getBuiltinModule('node:http');

export interface HttpCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  /** Ends the call. */
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<IncomingHttpHeaders>;
  readonly body: Buffer;
}

const agent = new Agent({ keepAlive: true });
const tlsAgent = new TlsAgent({ keepAlive: true });

/** The answer whatever its status; redirects are answers. Rejects when there is none: `code` or `name` says why. */
export function send({ method, url, headers, body, timeout, signal }: HttpCall): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const tls = url.protocol === 'https:';
  const request = (tls ? overHttps : overHttp)({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    path: url.pathname + url.search,
    method,
    agent: tls ? tlsAgent : agent,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    ...(signal && { signal }),
  });
  const timer = setTimeout(
    () => request.destroy(new TimeoutError(`No answer within ${timeout} ms.`)),
    timeout,
  );
  const fail = (error: Error) => {
    clearTimeout(timer);
    reject(error);
  };
  request.once('error', fail);
  request.once('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.once('error', fail);
    response.once('end', () => {
      clearTimeout(timer);
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks),
      });
    });
  });
  request.end(body);
  return promise;
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}
