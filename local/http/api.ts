/** The HTTP API of the template on one port of this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConsoleHandler } from '../../console/server/handler.ts';
import { refusedByLoopbackGuard } from '../../shared/http/loopback-guard.ts';
import { loopback } from '../account.ts';
import type { Outcome } from '../lambda/invocation.ts';
import { listeningPort } from '../listening-port.ts';
import { authorize } from './authorizer.ts';
import { toEvent } from './event.ts';
import { respondRefused } from './guard.ts';
import { respond, respondFromFunction } from './response.ts';
import { decodePath, type Route, type Router, routableMethods } from './routes.ts';

/** API Gateway takes no larger body, and Lambda no larger event, base64 and envelope included. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_EVENT_BYTES = 6 * 1024 * 1024;

export interface ApiDeps {
  readonly router: Router;
  readonly invoke: (route: Route, event: string) => Promise<Outcome>;
  /** The host's own pages under `/_local/`; null when there is none at that path. */
  readonly adminPage: (method: string, path: string) => Promise<unknown>;
  /** The web console at `/`. */
  readonly console: ConsoleHandler;
}

/**
 * Listens at once, so that a taken port is known before anything else starts; requests wait until `parts` is
 * there. Port 0 takes any. While the port is taken by a host that is about to end, it is tried for some seconds.
 */
export async function listen(port: number, parts: Promise<ApiDeps>): Promise<Server> {
  const server = createServer(async (request, response) => {
    try {
      await answer(await parts, request, response, listeningPort(server));
    } catch {
      if (!response.headersSent) respond(response, 500, { message: 'Internal Server Error' });
    }
  });
  server.keepAliveTimeout = 75_000;
  await bind(server, port, Date.now() + 3_000);
  return server;
}

async function bind(server: Server, port: number, until: number): Promise<void> {
  for (;;) {
    try {
      server.listen(port, loopback);
      await once(server, 'listening');
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      if (Date.now() > until)
        throw new Error(`Port ${port} is taken. Choose another with --port, or --port 0 for any.`);
      await delay(100);
    }
  }
}

async function answer(
  parts: ApiDeps,
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', `http://${loopback}`);
  if (url === null) return respond(response, 400, { message: 'Bad Request' });
  const isAdmin = url.pathname.startsWith('/_local/');
  const refused = refusedByLoopbackGuard(request, {
    port,
    browser: isAdmin ? 'none' : 'same-origin',
    linked: request.url === '/',
  });
  if (refused !== null) return respondRefused(response, refused);
  if (isAdmin) {
    const page = await parts.adminPage(request.method ?? 'GET', url.pathname.slice('/_local/'.length));
    return page === null ? respond(response, 404, { message: 'Not Found' }) : respond(response, 200, page);
  }
  if (await parts.console(request, response)) return;
  const body = await boundedBody(request);
  const path = decodePath(url.pathname);
  if (path === null) return respond(response, 400, { message: 'Bad Request' });
  const method = request.method ?? 'GET';
  if (!routableMethods.some((routable) => routable === method)) return refuseMethod(response, parts, path);
  const match = parts.router(method, path);
  if (match === null) return respond(response, 404, { message: 'Not Found' });
  if (body === null) return respond(response, 413, { message: 'Request Entity Too Large' });
  const authorization = authorize(match.route, request.headers.authorization, Date.now());
  if ('refused' in authorization) return refuseCaller(response, authorization.refused);
  const event = JSON.stringify(toEvent(request, url, path, match, body, authorization.context));
  if (event.length > MAX_EVENT_BYTES) return respond(response, 413, { message: 'Request Entity Too Large' });
  respondWith(response, await parts.invoke(match.route, event));
}

function refuseCaller(response: ServerResponse, status: 401 | 403): void {
  if (status === 401) response.setHeader('www-authenticate', 'Bearer');
  respond(response, status, { message: status === 401 ? 'Unauthorized' : 'Forbidden' });
}

/** A method that no route can have; the answer names those that the path has (RFC 9110, 15.5.6). */
function refuseMethod(response: ServerResponse, { router }: ApiDeps, path: string): void {
  const allowed = routableMethods.filter((method) => router(method, path) !== null);
  response.setHeader('allow', allowed.join(', '));
  respond(response, 405, { message: 'Method Not Allowed' });
}

/** The body, or null when it is too large; it is read to its end all the same, so that the client hears why. */
async function boundedBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BODY_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > MAX_BODY_BYTES ? null : Buffer.concat(chunks, length);
}

function respondWith(response: ServerResponse, outcome: Outcome): void {
  if (!outcome.ok) {
    const status = outcome.errorType === 'Sandbox.Timedout' ? 503 : 500;
    respond(response, status, { message: status === 503 ? 'Service Unavailable' : 'Internal Server Error' });
    return;
  }
  respondFromFunction(response, outcome.payload);
}
