/** A server in the place of AWS that gives scripted responses, call by call, and records the requests. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { listeningPort } from '../../local/listening-port.ts';
import type { AwsConnection } from '../../shared/aws/connection.ts';

export interface RecordedRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A status with its body; `breaks off` closes the connection, `is silent` sends no response. */
export type ScriptedResponse =
  | readonly [status: number, body: string, headers?: Readonly<Record<string, string>>]
  | 'breaks off'
  | 'is silent';

export interface ScriptedAws {
  readonly endpoint: string;
  readonly connection: AwsConnection;
  readonly requests: readonly RecordedRequest[];
  readonly stop: () => void;
}

/** Starts one; the last response is given to every further call. */
export async function startScriptedAws(...answers: readonly ScriptedResponse[]): Promise<ScriptedAws> {
  const requests: RecordedRequest[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    requests.push({ method, url, headers, body: await text(request) });
    const answer = answers[requests.length - 1] ?? answers.at(-1);
    if (answer === 'breaks off') request.destroy();
    else if (answer !== 'is silent' && answer !== undefined)
      response.writeHead(answer[0], answer[2]).end(answer[1]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${listeningPort(server)}`;
  return {
    endpoint,
    requests,
    connection: {
      region: 'eu-west-1',
      credentials: async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }),
      endpoint: () => endpoint,
      timeout: 200,
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
