/** The console on a port of this machine, for a ledger that is elsewhere: a deployed stack, or a local host. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { refusedByLoopbackGuard } from '../../shared/http/loopback-guard.ts';
import type { ConsoleBackend } from './backend.ts';
import { type ConsoleHandlerDeps, createConsoleHandler } from './handler.ts';
import { sendProblem } from './http.ts';

export interface ConsoleServerOptions extends Pick<ConsoleHandlerDeps, 'assets'> {
  readonly backend: ConsoleBackend;
  /**
   * Whether the pages may change anything.
   * @default false
   */
  readonly write?: boolean;
  /**
   * 0 takes any free port.
   * @default 0
   */
  readonly port?: number;
}

export interface ConsoleServer {
  /** Opens the console: `http://127.0.0.1:N/#token=...`. Its bearer may do what the console may. */
  readonly url: string;
  readonly origin: string;
  readonly token: string;
  stop(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/**
 * Starts the server. It listens on 127.0.0.1 alone, answers no page of another origin, and answers no call without
 * the token.
 *
 * @throws Error when the port is in use
 * @example
 * ```ts
 * const server = await startConsoleServer({ backend, write: true });
 * console.log(server.url);
 * ```
 */
export async function startConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const { port = 0, write = false, backend, assets } = options;
  const token = randomBytes(24).toString('base64url');
  const handle = createConsoleHandler({ backend, write, token, proxy: true, ...(assets && { assets }) });
  const server = createServer(async (request, response) => {
    const refused = refusedByLoopbackGuard(request, {
      port: listeningPort(),
      linked: request.url === '/',
    });
    if (refused !== null) return sendProblem(response, 403, 'forbidden-origin', refused);
    if (!(await handle(request, response))) {
      sendProblem(response, 404, 'not-found', 'The console has no such path.');
    }
  });
  const listeningPort = (): number => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  };
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    throw taken ? new Error(`Port ${port} is in use. Choose another with --port.`) : error;
  }
  const origin = `http://${LOOPBACK}:${listeningPort()}`;
  return {
    origin,
    token,
    url: `${origin}/#token=${token}`,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
