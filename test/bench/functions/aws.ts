/** AWS as the functions meet it on a good day: every call answered at once, with nothing in it. */
import { createServer } from 'node:http';
import { listeningPort } from '../../../local/listening-port.ts';

export interface EmptyAws {
  /** `http://127.0.0.1:N`, whatever the service. */
  readonly endpoint: string;
  stop(): void;
}

/** `parameter`: what every parameter of SSM holds. */
export async function startEmptyAws(parameter: string): Promise<EmptyAws> {
  const answers: Readonly<Record<string, unknown>> = {
    'AmazonSSM.GetParameter': { Parameter: { Value: parameter } },
    'AmazonSQS.SendMessage': { MessageId: 'm', MD5OfMessageBody: 'm' },
    'DynamoDB_20120810.GetItem': {},
    'DynamoDB_20120810.BatchGetItem': { Responses: {}, UnprocessedKeys: {} },
    'DynamoDB_20120810.PutItem': {},
    'DynamoDB_20120810.UpdateItem': {},
  };
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => {
      const target = request.headers['x-amz-target'];
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      response.end(JSON.stringify(answers[String(target)] ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${listeningPort(server)}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
