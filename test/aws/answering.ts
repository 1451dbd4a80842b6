/** An AWS that answers what it is told to, call by call, and remembers what it was asked. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { listeningPort } from '../../local/listening-port.ts';
import type { AwsConnection } from '../../shared/aws/connection.ts';

export interface Asked {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A status with its body; `breaks off` closes the connection, `is silent` never answers. */
export type Answer = readonly [status: number, body: string] | 'breaks off' | 'is silent';

export interface AnsweringAws {
  readonly endpoint: string;
  readonly connection: AwsConnection;
  readonly asked: readonly Asked[];
  readonly stop: () => void;
}

/** Starts one; the last answer is given to every further call. */
export async function answeringAws(...answers: readonly Answer[]): Promise<AnsweringAws> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, headers, body: await text(request) });
    const answer = answers[asked.length - 1] ?? answers.at(-1);
    if (answer === 'breaks off') request.destroy();
    else if (answer !== 'is silent' && answer !== undefined) response.writeHead(answer[0]).end(answer[1]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${listeningPort(server)}`;
  return {
    endpoint,
    asked,
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
