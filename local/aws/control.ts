/** One endpoint for what no emulator serves: SSM, EventBridge, and SNS's certificates and confirmation links. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { loopback } from '../account.ts';
import { EmulatorError } from '../aws-call.ts';
import { guardRequests } from '../http/guard.ts';
import { parseJson } from '../json.ts';
import { listeningPort } from '../listening-port.ts';

export interface ControlDeps {
  /** Answers an action of a service by the prefix of its X-Amz-Target: `AmazonSSM`, `AWSEvents`. */
  readonly services: ReadonlyMap<string, (action: string, input: unknown) => object | Promise<object>>;
  /** Answers a GET that a function makes to `https://sns.<region>.amazonaws.com`; null where SNS has nothing. */
  readonly sns: (pathAndQuery: string) => string | null;
}

export interface Control {
  /** `http://127.0.0.1:N` */
  readonly endpoint: string;
  stop(): void;
}

export async function startControl(parts: Promise<ControlDeps>): Promise<Control> {
  const server: Server = createServer(async (request, response) => answer(await parts, request, response));
  guardRequests(server);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
  return {
    endpoint: `http://${loopback}:${listeningPort(server)}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(parts: ControlDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  if (request.method === 'GET' && path.startsWith('/sns/')) {
    const page = parts.sns(path.slice('/sns'.length));
    response.writeHead(page === null ? 404 : 200, { 'content-type': 'text/plain' }).end(page ?? '');
    return;
  }
  const reply = (status: number, document: object) =>
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1' })
      .end(JSON.stringify(document));
  try {
    const [service = '', action = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const serve = parts.services.get(service);
    if (serve === undefined)
      throw new EmulatorError('UnknownOperationException', 'No such service on this host.');
    reply(200, await serve(action, parseJson((await text(request)) || '{}')));
  } catch (error) {
    if (error instanceof EmulatorError) reply(400, { __type: error.code, message: error.message });
    else if (error instanceof v.ValiError || error instanceof SyntaxError)
      reply(400, { __type: 'ValidationException' });
    else reply(500, { __type: 'InternalServerError' });
  }
}
