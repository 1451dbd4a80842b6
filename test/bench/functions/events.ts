/** The event of each function: a verified webhook, messages of the queue, a query for an address. */
import { samples as sendgridSamples } from '../../../shared/providers/sendgrid/samples.ts';
import { sesMessages } from '../../../shared/providers/ses/sample-messages.ts';

/** The unguessable part of the webhook's URL. */
export const URL_KEY = 'a-key-of-the-bench';

const path = `/v1/webhooks/sendgrid/${URL_KEY}`;
const url = `https://hooks.example.com${path}`;

/** SendGrid's body of so many bounces, and the headers that sign it. */
function sendgridRequest(events: number, privateKey: string) {
  const at = Date.now();
  const bounce = sendgridSamples.samples[0];
  const entries = Array.from({ length: events }, (_, n) =>
    bounce?.entry({ address: `person-${n}@shop-${n % 20}.example`, id: `${at}-${n}`, at }),
  );
  return sendgridSamples.request(entries, { url, secret: '', privateKey, at });
}

/** A webhook of so many events, as API Gateway hands it to the function. */
export function webhookEvent(events: number, privateKey: string): object {
  const { headers, body } = sendgridRequest(events, privateKey);
  return {
    ...http('POST', path),
    pathParameters: { key: URL_KEY },
    headers: { ...headers, host: 'hooks.example.com' },
    body: body.toString(),
  };
}

/** The queue message of such a webhook. */
export function webhookMessage(events: number, privateKey: string): string {
  return queueMessage(sendgridRequest(events, privateKey).body.toString(), Date.now());
}

/** The queue message of a SendGrid body received at `receivedAt`, milliseconds since 1970. */
export function queueMessage(body: string, receivedAt: number): string {
  return JSON.stringify({
    kind: 'webhook',
    source: 'sendgrid',
    provider: 'sendgrid',
    receivedAt,
    contentType: 'application/json',
    headers: {},
    encoding: 'text',
    body,
  });
}

/** A bounce as SES publishes it, and SNS delivers it raw. */
export function sesMessage(n: number): string {
  const at = Date.now();
  return JSON.stringify(
    sesMessages[0]?.entry({ address: `person-${n}@shop-${n % 20}.example`, id: `${at}-${n}`, at }),
  );
}

/** A batch of messages, as SQS hands it to the function. */
export function queueEvent(bodies: readonly string[]): object {
  const attributes = { SentTimestamp: String(Date.now()) };
  return { Records: bodies.map((body, n) => ({ messageId: `m${n}`, body, attributes })) };
}

export function queryEvent(): object {
  const address = 'ann@shop.example';
  return {
    ...http('GET', `/v1/addresses/${address}`),
    routeKey: 'GET /v1/addresses/{address+}',
    pathParameters: { address },
    headers: {},
  };
}

/** The parts of a request in payload format 2.0 that the functions read. */
function http(method: string, path: string): object {
  return {
    rawPath: path,
    rawQueryString: '',
    isBase64Encoded: false,
    requestContext: { domainName: 'hooks.example.com', http: { method, path, sourceIp: '192.0.2.1' } },
  };
}
