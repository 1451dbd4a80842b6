import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { credentials, region } from '../../local/account.ts';
import { awsJson } from '../../local/aws-call.ts';
import { inMemoryDataFolder } from '../../local/data-folder.ts';
import { type Host, startHost } from '../../local/host.ts';

const stack = fileURLToPath(new URL('./fixtures/stack', import.meta.url));
const placesSchema = v.object({
  dynamodb: v.string(),
  sns: v.string(),
  sqs: v.string(),
  table: v.string(),
  topicArn: v.string(),
  queueUrl: v.string(),
  bucket: v.string(),
  ssm: v.string(),
  events: v.string(),
});

/** What the fixture's function answers: what it was called with. */
const echo = v.object({
  event: v.looseObject({ body: v.optional(v.string(), ''), isBase64Encoded: v.boolean() }),
  context: v.looseObject({}),
});

let host: Host;
let resources: v.InferOutput<typeof placesSchema>;
let sqs: SQSClient;

beforeAll(async () => {
  host = await startHost({
    assembly: Promise.resolve(stack),
    port: 0,
    data: inMemoryDataFolder,
    dynamodb: null,
  });
  resources = v.parse(placesSchema, await json('/_local/aws'));
  sqs = new SQSClient({ endpoint: resources.sqs, region, credentials });
});
afterAll(() => host.stop());

const json = async (path: string) => (await fetch(`${host.url}${path}`)).json();
const post = (path: string, body = '', headers: Record<string, string> = { 'content-type': 'text/plain' }) =>
  fetch(`${host.url}${path}`, { method: 'POST', body, headers });

async function tableKeys(): Promise<string> {
  return JSON.stringify(
    await awsJson(resources.dynamodb, 'dynamodb', 'Scan', { TableName: resources.table }),
  );
}
async function callControl(target: string, input: object): Promise<unknown> {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  return (await fetch(resources.ssm, { method: 'POST', headers, body: JSON.stringify(input) })).json();
}
const send = (body: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: resources.queueUrl, MessageBody: body }));

describe('a request', () => {
  test('reaches the function as payload format 2.0', async () => {
    const response = await fetch(`${host.url}/echo/a%2541b%40c?x=1&x=2&y=%20`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'X-Twice': 'one', cookie: 'a=1; b=2' },
      body: '{"a":1}',
    });
    const { event, context } = v.parse(echo, await response.json());
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{what}',
      rawPath: '/echo/a%41b@c',
      rawQueryString: 'x=1&x=2&y=%20',
      queryStringParameters: { x: '1,2', y: ' ' },
      pathParameters: { what: 'a%41b@c' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-twice': 'one', 'x-forwarded-proto': 'http', host: host.url.slice('http://'.length) },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: {
        http: { method: 'PUT', sourceIp: '127.0.0.1' },
        authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/local' } },
      },
    });
    expect(context).toMatchObject({ functionName: 'Webhook', functionVersion: '$LATEST' });
  });

  test.each(['TRACE', 'PROPFIND'])('of a method that no route can have is refused: %s', async (method) => {
    const refused = request(`${host.url}/do/task`, { method }).end();
    const [response]: IncomingMessage[] = await once(refused, 'response');
    response?.resume();
    expect(response).toMatchObject({ statusCode: 405, headers: { allow: 'POST' } });
  });

  test('with a malformed path is refused', async () => {
    expect((await fetch(`${host.url}/echo/100%`)).status).toBe(400);
  });

  test.each([
    ['application/x-www-form-urlencoded', 'a=1'],
    ['multipart/form-data; boundary=x', '--x--'],
  ])('with a body of %s is handed over as base64', async (type, body) => {
    const response = await post('/echo/form', body, { 'content-type': type });
    const { event } = v.parse(echo, await response.json());
    expect(event.isBase64Encoded).toBe(true);
    expect(Buffer.from(event.body, 'base64').toString()).toBe(body);
  });

  test('keeps bytes that are no UTF-8 as they came', async () => {
    const bytes = new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]);
    const response = await fetch(`${host.url}/echo/bytes`, {
      method: 'POST',
      body: bytes,
      headers: { 'content-type': 'application/json' },
    });
    const { event } = v.parse(echo, await response.json());
    expect(Buffer.from(event.body, 'base64')).toEqual(Buffer.from(bytes));
  });

  test('without a route is answered 404, over 10 MB 413', async () => {
    expect((await post('/nowhere')).status).toBe(404);
    expect((await fetch(`${host.url}/do/plain`)).status).toBe(404);
    expect((await fetch(`${host.url}/_local/nothing`)).status).toBe(404);
    expect((await post('/do/plain', 'x'.repeat(10 * 1024 * 1024 + 1))).status).toBe(413);
  });

  test('is answered with what the function returns', async () => {
    const created = await post('/do/created');
    expect([created.status, created.headers.get('x-made'), await created.text()]).toEqual([201, 'yes', 'åß']);
    const plain = await post('/do/plain');
    expect([plain.status, await plain.json()]).toEqual([200, { hello: 'world' }]);
  });
});

describe('a function that fails', () => {
  test.each([
    ['throws', '/do/throw', 500],
    ['ends its process', '/do/crash', 500],
    ['takes longer than its timeout', '/do/hang', 503],
  ])('because it %s gives a 5xx, and the next request is served', async (_how, path, status) => {
    expect((await post(path)).status).toBe(status);
    expect((await post('/do/plain')).status).toBe(200);
  });
});

describe('a function finds', () => {
  test('parameters as SSM keeps them', async () => {
    const name = { Name: '/fixture/a' };
    expect(await callControl('AmazonSSM.GetParameter', name)).toMatchObject({ __type: 'ParameterNotFound' });
    expect(await callControl('AmazonSSM.PutParameter', { ...name, Value: 'one' })).toMatchObject({
      Version: 1,
    });
    expect(await callControl('AmazonSSM.PutParameter', { ...name, Value: 'two' })).toMatchObject({
      __type: 'ParameterAlreadyExists',
    });
    await callControl('AmazonSSM.PutParameter', { ...name, Value: 'two', Overwrite: true });
    expect(await callControl('AmazonSSM.GetParameter', name)).toMatchObject({
      Parameter: { Name: '/fixture/a', Value: 'two', Version: 2 },
    });
  });

  test("SNS's certificates and confirmation links on this host", async () => {
    const missing = await post(
      '/do/get',
      'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-abc.pem',
    );
    // This template has no source that SNS signs for, hence no certificate; the request went no further.
    expect(missing.status).toBe(404);
    const confirmed = await post(
      '/do/get',
      'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn&Token=t',
    );
    expect([confirmed.status, await confirmed.text()]).toEqual([200, '<ConfirmSubscriptionResponse/>']);
  });
});

describe('the queue feeds its function', () => {
  test('from SQS, from SNS and from EventBridge by its rule', async () => {
    await send('from-sqs');
    const sns = new SNSClient({ endpoint: resources.sns, region, credentials });
    await sns.send(new PublishCommand({ TopicArn: resources.topicArn, Message: 'from-sns' }));
    const entries = ['Email Bounced', 'Email Opened'].map((type) => ({
      Source: 'aws.ses',
      DetailType: type,
      Detail: '{"mail":1}',
    }));
    expect(await callControl('AWSEvents.PutEvents', { Entries: entries })).toMatchObject({
      FailedEntryCount: 0,
    });
    await host.drained(5_000);
    const keys = await tableKeys();
    expect(keys).toContain('from-sqs');
    expect(keys).toContain('from-sns');
    expect(keys).toContain('Email Bounced');
    expect(keys).not.toContain('Email Opened');
    expect(await json('/_local/events')).toMatchObject(
      entries.map(({ DetailType }) => ({ 'detail-type': DetailType })),
    );
  });

  test('and one poison message ends in the dead-letter queue while its siblings go through', async () => {
    await Promise.all(['sibling-1', 'poison', 'sibling-2'].map(send));
    await vi.waitFor(
      async () => expect(await json('/_local/status')).toMatchObject({ deadLettered: 1 }),
      8_000,
    );
    expect(await json('/_local/status')).toEqual({ queued: 0, inFlight: 0, deadLettered: 1 });
    const keys = await tableKeys();
    expect(keys).toContain('sibling-1');
    expect(keys).toContain('sibling-2');
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: resources.queueUrl.replace(/Queue$/, 'DeadLetters') }),
    );
    expect(Messages?.map(({ Body }) => Body)).toEqual(['poison']);
  });

  test('and a batch whose function crashed comes again', async () => {
    await send('crash');
    await vi.waitFor(async () => expect(await tableKeys()).toContain('crash'), 8_000);
  });

  test('and counts what is being handled as in flight until it is done', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => send(`counted-${index}`)));
    await host.drained(10_000);
    const keys = await tableKeys();
    for (let index = 0; index < 60; index++) expect(keys).toContain(`"counted-${index}"`);
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: resources.queueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '0',
      VisibilityTimeout: '180',
    });
  });
});

describe('a schedule', () => {
  test('fires at once when asked to, at a function and at a queue', async () => {
    const fired = await post('/_local/schedules/HourlySchedule');
    const results = v.parse(v.array(v.looseObject({ ok: v.boolean() })), await fired.json());
    expect([fired.status, results.map(({ ok }) => ok)]).toEqual([200, [true, true]]);
    expect(JSON.stringify(results[0])).toContain('schedule');
    await host.drained(5_000);
    expect(await tableKeys()).toContain('from-schedule');
  });

  test('whose function fails says so', async () => {
    const fired = await post('/_local/schedules/failing');
    expect([fired.status, await fired.json()]).toMatchObject([200, [{ ok: false, errorType: 'TypeError' }]]);
  });

  test('is not fired by a page, nor by reading, nor under another name', async () => {
    const path = '/_local/schedules/HourlySchedule';
    expect((await post(path, '', { origin: host.url })).status).toBe(403);
    expect((await fetch(`${host.url}${path}`)).status).toBe(404);
    expect((await post('/_local/schedules/Hourly')).status).toBe(404);
    expect(await json('/_local/schedules')).toMatchObject([{ name: 'HourlySchedule' }, { name: 'failing' }]);
  });
});

test('nothing listens beyond the loopback interface', async () => {
  for (const url of [host.url, resources.dynamodb, resources.sqs]) {
    const { hostname, port } = new URL(url);
    expect(hostname).toBe('127.0.0.1');
    await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow();
  }
});
