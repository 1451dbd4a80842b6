/**
 * A real HTTP server that stands in for an ESP's API: routes, authentication, a record of every exchange, and faults
 * that are injected before a route is reached.
 */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listeningPort } from '../../local/listening-port.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The parts of the path that the route names, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface FakeAnswer {
  readonly status: number;
  readonly json?: unknown;
  /** Instead of `json`. */
  readonly text?: string;
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (request: FakeRequest) => FakeAnswer;

/** `GET /v3/suppression/bounces/:email`. */
export type Routes = Readonly<Record<string, Handler>>;

export interface Fault {
  /** Which requests it meets. @default all */
  readonly when?: (request: FakeRequest) => boolean;
  /** How many requests pass before it begins. @default 0 */
  readonly after?: number;
  /** How many it meets. @default 1 */
  readonly times?: number;
  /** `silent` never answers, `broken` closes the connection; `lost-answer` does the work and closes it. */
  readonly does: FakeAnswer | 'silent' | 'broken' | 'lost-answer';
}

export interface Exchange {
  readonly request: FakeRequest;
  /** Null where a fault left the request unanswered. */
  readonly answer: FakeAnswer | null;
  readonly isFault: boolean;
}

export interface FakeServer {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  inject(fault: Fault): void;
  /** Forgets faults and exchanges. */
  reset(): void;
  stop(): Promise<void>;
}

interface ActiveFault extends Fault {
  passed: number;
  met: number;
}

export interface FakeServerOptions {
  readonly routes: Routes;
  /** An answer for a request that is not allowed; null lets it pass. */
  readonly authenticate: (request: FakeRequest) => FakeAnswer | null;
  /** What an unknown path answers. @default 404 */
  readonly notFound?: FakeAnswer;
  /** Headers of every answer. */
  readonly headers?: () => Readonly<Record<string, string>>;
}

export async function startFakeServer(options: FakeServerOptions): Promise<FakeServer> {
  const exchanges: Exchange[] = [];
  let faults: ActiveFault[] = [];
  const routes = Object.entries(options.routes).map(([name, handler]) => ({ ...patternOf(name), handler }));

  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://fake');
    const base = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: await text(incoming),
      params: {},
    };
    const fault = nextFault(base);
    if (fault !== undefined && fault.does !== 'lost-answer') {
      const answer = typeof fault.does === 'string' ? null : fault.does;
      exchanges.push({ request: base, answer, isFault: true });
      if (answer !== null) send(response, answer);
      else if (fault.does === 'broken') incoming.socket.destroy();
      return;
    }
    const answer = answerTo(base);
    exchanges.push({ request: base, answer, isFault: false });
    if (fault?.does === 'lost-answer') incoming.socket.destroy();
    else send(response, answer);
  });

  function nextFault(request: FakeRequest): ActiveFault | undefined {
    for (const fault of faults) {
      if (fault.met >= (fault.times ?? 1) || !(fault.when?.(request) ?? true)) continue;
      if (fault.passed++ < (fault.after ?? 0)) continue;
      fault.met++;
      return fault;
    }
    return undefined;
  }

  function answerTo(request: FakeRequest): FakeAnswer {
    const refusal = options.authenticate(request);
    if (refusal !== null) return refusal;
    for (const { method, pattern, names, handler } of routes) {
      const match = method === request.method ? pattern.exec(request.path) : null;
      if (match === null) continue;
      const params = Object.fromEntries(
        names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]),
      );
      return handler({ ...request, params });
    }
    return options.notFound ?? { status: 404, json: { message: 'Not found' } };
  }

  function send(response: ServerResponse, answer: FakeAnswer): void {
    const body =
      answer.bytes ?? answer.text ?? (answer.json === undefined ? '' : JSON.stringify(answer.json));
    response.writeHead(answer.status, {
      ...(answer.json === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers?.(),
      ...answer.headers,
    });
    response.end(body);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${listeningPort(server)}`,
    exchanges,
    inject: (fault) => {
      faults.push({ ...fault, passed: 0, met: 0 });
    },
    reset: () => {
      faults = [];
      exchanges.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function patternOf(name: string): { method: string; pattern: RegExp; names: readonly string[] } {
  const [method = 'GET', path = '/'] = name.split(' ');
  const names = [...path.matchAll(/:(\w+)/g)].map(([, found]) => found ?? '');
  const source = path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '([^/]+)');
  return { method, pattern: new RegExp(`^${source}$`), names };
}

export function jsonOf(request: FakeRequest): Record<string, unknown> {
  const value: unknown = JSON.parse(request.body);
  return value as Record<string, unknown>;
}

export function formOf(request: FakeRequest): URLSearchParams {
  return new URLSearchParams(request.body);
}

/** The user and password of basic authentication. */
export function basicOf(request: FakeRequest): string {
  return Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString('utf8');
}
