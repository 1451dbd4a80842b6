/** A ledger to ask over HTTP whose behaviour a test chooses. It records what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';

export interface Suppression {
  readonly reason: string;
  readonly code: number;
  readonly list?: string;
  readonly until?: string;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly addresses: readonly string[];
  readonly list: string | undefined;
}

export type Respond = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>;

const checkBody = v.object({ addresses: v.array(v.string()), list: v.optional(v.string()) });

export class StandInLedger {
  readonly url: string;
  readonly requests: RecordedRequest[] = [];
  readonly suppressed = new Map<string, Suppression>();
  /** Answers instead of the ledger; a test sets it. */
  respond: Respond | null = null;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async start(tls?: { readonly key: string; readonly cert: string }): Promise<StandInLedger> {
    const handler = (request: IncomingMessage, response: ServerResponse) =>
      void ledger.#handle(request, response);
    const server = tls === undefined ? createServer(handler) : createTlsServer(tls, handler);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const ledger = new StandInLedger(
      `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
      async () => {
        const closed = once(server, 'close');
        server.close();
        server.closeAllConnections();
        await closed;
      },
    );
    return ledger;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const path = request.url ?? '/';
    const asked = body === '' ? { addresses: [], list: undefined } : v.parse(checkBody, JSON.parse(body));
    const recorded = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body,
      addresses: asked.addresses,
      list: asked.list,
    };
    this.requests.push(recorded);
    if (this.respond !== null) await this.respond(recorded, response);
    else this.answer(recorded, response);
  }

  /** What the ledger answers. */
  answer({ method, path, addresses }: RecordedRequest, response: ServerResponse): void {
    if (method === 'GET') {
      const address = decodeURIComponent(/^\/v1\/addresses\/([^?]+)/.exec(path)?.[1] ?? '');
      respondJson(response, 200, this.document(address));
      return;
    }
    respondJson(response, 200, { results: addresses.map((address) => this.document(address)) });
  }

  document(address: string): object {
    const found = this.suppressed.get(address);
    return {
      address,
      suppressed: found !== undefined,
      reason: found?.reason ?? null,
      code: found?.code ?? null,
      rule: null,
      list: found === undefined ? null : (found.list ?? '*'),
      since: found === undefined ? null : '2026-10-01T00:00:00Z',
      until: found?.until ?? null,
      lists: [],
      evidence: [],
      advice: found === undefined ? 'Nothing stands against it.' : 'Do not write again.',
      revision: found === undefined ? 0 : 3,
    };
  }
}

export function respondJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
