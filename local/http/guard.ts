/** The loopback guard in front of the emulators: no web page has business with them. */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { refusedByLoopbackGuard } from '../../shared/http/loopback-guard.ts';
import { problem } from '../../shared/http/problem.ts';
import { listeningPort } from '../listening-port.ts';

/** Answers a request that the guard refused. */
export function respondRefused(response: ServerResponse, detail: string): void {
  const { status, document } = problem(403, 'forbidden-origin', detail);
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(document));
}

/**
 * Puts the guard in front of a server's request listeners: a request that carries `Origin`, or names another host, is
 * answered 403 and reaches none of them.
 */
export function guardRequests(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const refused = refusedByLoopbackGuard(request, { port: listeningPort(server), browser: 'none' });
    if (refused !== null) {
      respondRefused(response, refused);
      return;
    }
    for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
  });
}
