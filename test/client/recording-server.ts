/** An HTTP server in place of an ESP's API: it records what it was sent, and answers as the test says. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export class RecordingServer {
  readonly requests: Recorded[] = [];
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  /** @param answer the JSON that the API answers a request with */
  static async start(answer: (request: Recorded) => unknown): Promise<RecordingServer> {
    const http = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const recorded = {
        method: request.method ?? '',
        path: request.url ?? '',
        contentType: request.headers['content-type'] ?? '',
        body: Buffer.concat(chunks).toString(),
      };
      server.requests.push(recorded);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(recorded)));
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const server = new RecordingServer(`http://127.0.0.1:${port}`, async () => {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    });
    return server;
  }

  stop(): Promise<void> {
    return this.#close();
  }

  /** The JSON bodies received. */
  get sent(): unknown[] {
    return this.requests.map(({ body }) => JSON.parse(body));
  }
}
