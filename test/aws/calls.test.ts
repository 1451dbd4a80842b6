/** What goes over the wire to AWS, and what is made of its answers; those of DynamoDB have a suite of their own. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { getObject, listObjects, putObject } from '../../shared/aws/archive.ts';
import { putEvents } from '../../shared/aws/bus.ts';
import { type AwsConnection, callJson, endpointOf } from '../../shared/aws/connection.ts';
import { queueDepth, receiveMessages, sendMessage } from '../../shared/aws/queue.ts';
import { readParameter, readSourceSecrets, writeSourceSecrets } from '../../shared/aws/secrets.ts';
import { confirmSubscription, signingCertificate } from '../../shared/aws/sns.ts';
import { readStackOutputs } from '../../shared/aws/stacks.ts';
import { type ScriptedAws, type ScriptedResponse, startScriptedAws } from './scripted-aws.ts';

let aws: ScriptedAws;
const answers = async (...given: readonly ScriptedResponse[]) => {
  aws = await startScriptedAws(...given);
  onTestFinished(aws.stop);
  return aws.connection;
};

const QUEUE = 'https://sqs.eu-west-1.amazonaws.com/123456789012/queue';
const STORED: ScriptedResponse = [200, '{"MessageId":"m-1"}'];
const send = async (...given: readonly ScriptedResponse[]) =>
  sendMessage(await answers(...given), QUEUE, 'hello');

describe('a call', () => {
  test('is signed for its service and region, in the name of the credentials', async () => {
    expect(await send(STORED)).toBe('m-1');
    expect(aws.requests).toMatchObject([
      {
        method: 'POST',
        headers: {
          'x-amz-target': 'AmazonSQS.SendMessage',
          authorization: expect.stringMatching(
            /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/sqs\/aws4_request, SignedHeaders=.*host/,
          ),
        },
      },
    ]);
    expect(JSON.parse(aws.requests[0]?.body ?? '')).toEqual({ QueueUrl: QUEUE, MessageBody: 'hello' });
  });

  test.each<[string, ScriptedResponse]>([
    ['a throttle', [400, '{"__type":"com.amazonaws.sqs#ThrottlingException"}']],
    ['too many requests', [429, '']],
    ['a fault of AWS', [500, '{"__type":"InternalError"}']],
    ['a page of its gateway', [503, '<html>busy</html>']],
    ['a connection that broke off', 'breaks off'],
    ['no answer in time', 'is silent'],
  ])('is made again after %s', async (_, RETRYABLE_ERRORS) => {
    expect(await send(RETRYABLE_ERRORS, STORED)).toBe('m-1');
    expect(aws.requests).toHaveLength(2);
  });

  test.each<[string, ScriptedResponse, string]>([
    ['that goes on', [503, ''], 'sqs SendMessage failed: HTTP 503 (503)'],
    ['in silence', 'is silent', 'sqs SendMessage failed: TimeoutError'],
  ])('gives up at the third fault %s, and names it', async (_, RETRYABLE_ERRORS, message) => {
    await expect(send(RETRYABLE_ERRORS)).rejects.toThrow(message);
    expect(aws.requests).toHaveLength(3);
  });

  test.each<[string, ScriptedResponse, string]>([
    [
      'in JSON',
      [400, '{"__type":"com.amazonaws.sqs#AccessDenied","message":"ann@example.com"}'],
      'AccessDenied',
    ],
    ['in XML', [403, '<Error><Code>AccessDenied</Code></Error>'], 'AccessDenied'],
    ['in no words', [403, ''], 'HTTP 403'],
  ])(
    'is not made again when AWS refuses it %s; the error quotes its name alone',
    async (_, refusal, code) => {
      await expect(send(refusal)).rejects.toMatchObject({
        name: 'AwsError',
        code,
        message: `sqs SendMessage failed: ${code} (${refusal[0]})`,
      });
      expect(aws.requests).toHaveLength(1);
    },
  );

  test.each([
    ['eu-west-1', 'https://ssm.eu-west-1.amazonaws.com'],
    ['cn-north-1', 'https://ssm.cn-north-1.amazonaws.com.cn'],
  ])('goes to the service in the partition of %s, where no endpoint is set', (region, endpoint) => {
    expect(endpointOf({ region, credentials: () => Promise.reject() }, 'ssm')).toBe(endpoint);
  });

  test.each(['RequestTimeTooSkewed', 'InvalidSignatureException'])(
    'is signed again with the time of AWS after %s',
    async (code) => {
      const connection = await answers(
        [403, JSON.stringify({ __type: code }), { date: 'Fri, 01 Jan 2100 12:00:00 GMT' }],
        [200, '{}'],
        [200, '{}'],
      );
      await callJson(connection, 'ssm', 'AmazonSSM.GetParameter', {});
      await callJson(connection, 'ssm', 'AmazonSSM.GetParameter', {});
      expect(aws.requests.map(({ headers }) => headers['x-amz-date']?.slice(0, 8))).toEqual([
        expect.stringMatching(/^20[2-9]/),
        '21000101',
        '21000101',
      ]);
    },
  );
});

describe('objects', () => {
  test('are stored under keys of any characters', async () => {
    await putObject(await answers([200, '']), 'bucket', 'raw/a b+ü/1.jsonl.gz', Buffer.from('x'));
    expect(aws.requests).toMatchObject([
      {
        method: 'PUT',
        url: '/bucket/raw/a%20b%2B%C3%BC/1.jsonl.gz',
        headers: { 'content-type': 'application/gzip' },
        body: 'x',
      },
    ]);
  });

  test('that are not there are named so', async () => {
    const connection = await answers([404, '<Error><Code>NoSuchKey</Code></Error>']);
    await expect(getObject(connection, 'bucket', 'raw/1')).rejects.toMatchObject({ code: 'NoSuchKey' });
  });

  const page = (keys: readonly string[], next = '') =>
    `<ListBucketResult>${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')}${next}</ListBucketResult>`;

  async function keysOf(connection: AwsConnection, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const key of listObjects(connection, 'bucket', prefix)) keys.push(key);
    return keys;
  }

  test('are listed page by page, their keys as they were given', async () => {
    const connection = await answers(
      [
        200,
        page(['raw/a&amp;b', 'raw/&#xFC;&#39;'], '<NextContinuationToken>a&amp;1</NextContinuationToken>'),
      ],
      [200, page(['raw/c'])],
    );
    expect(await keysOf(connection, 'raw/')).toEqual(['raw/a&b', "raw/ü'", 'raw/c']);
    expect(
      aws.requests.map(({ url }) => new URL(url, aws.endpoint).searchParams.get('continuation-token')),
    ).toEqual([null, 'a&1']);
  });

  test('are not taken for none when the answer is no listing', async () => {
    const connection = await answers([200, '<html>proxy</html>']);
    await expect(keysOf(connection, '')).rejects.toMatchObject({
      code: 'NotAListing',
    });
  });
});

describe('queues', () => {
  test('say about how much waits in them, in hand or not', async () => {
    const attributes = { ApproximateNumberOfMessages: '3', ApproximateNumberOfMessagesNotVisible: '2' };
    expect(await queueDepth(await answers([200, JSON.stringify({ Attributes: attributes })]), QUEUE)).toBe(5);
  });

  test('that are empty hand out no message', async () => {
    expect(await receiveMessages(await answers([200, '{}']), QUEUE, 60)).toEqual([]);
  });
});

describe('secrets', () => {
  const urlKey = 'k3y-of-the-url-00';
  const parameter = (value: string): ScriptedResponse => [
    200,
    JSON.stringify({ Parameter: { Value: value } }),
  ];

  test('of a source are one or two, newest first', async () => {
    const connection = await answers(parameter(`{"secrets":["new","old"],"urlKeys":["${urlKey}"]}`));
    expect(await readSourceSecrets(connection, '/ledger', 'sendgrid')).toEqual({
      secrets: ['new', 'old'],
      urlKeys: [urlKey],
    });
    expect(JSON.parse(aws.requests[0]?.body ?? '')).toEqual({
      Name: '/ledger/sources/sendgrid',
      WithDecryption: true,
    });
  });

  test('that are not there yet are null; what cannot be read is an error', async () => {
    expect(
      await readParameter(await answers([400, '{"__type":"ParameterNotFound"}']), '/ledger/stack-key'),
    ).toBeNull();
    const forbidden = await answers([400, '{"__type":"AccessDeniedException"}']);
    await expect(readParameter(forbidden, '/ledger/stack-key')).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  });

  test('in another form are refused by a message that says what to do and quotes nothing of them', async () => {
    const connection = await answers(parameter('hunter2'));
    const refused = readSourceSecrets(connection, '/ledger', 'sendgrid');
    await expect(refused).rejects.toThrow('ledger sources rotate sendgrid');
    await expect(refused).rejects.not.toThrow('hunter2');
  });

  test('are written as a SecureString, at most two', async () => {
    const live = { secrets: ['c', 'b', 'a'], urlKeys: [urlKey] };
    await writeSourceSecrets(await answers([200, '{}']), '/ledger', 'sendgrid', live);
    expect(JSON.parse(aws.requests[0]?.body ?? '')).toEqual({
      Name: '/ledger/sources/sendgrid',
      Value: `{"secrets":["c","b"],"urlKeys":["${urlKey}"]}`,
      Type: 'SecureString',
      Overwrite: true,
    });
  });
});

describe('the event bus', () => {
  const event = { type: 'address.released', at: new Date(1_000_500), detail: { revision: 7 } };

  test('takes ten events a call, in order', async () => {
    const events = Array.from({ length: 12 }, (_, n) => ({ ...event, detail: { n } }));
    const published = await putEvents(await answers([200, '{"FailedEntryCount":0}']), 'changes', events);
    expect(published).toEqual({ count: 12, error: null });
    const entries = aws.requests.map(({ body }) => JSON.parse(body).Entries);
    expect(entries.map((entry) => entry.length)).toEqual([10, 2]);
    expect(entries[1][1]).toEqual({
      EventBusName: 'changes',
      Source: 'bounce-ledger',
      DetailType: 'address.released',
      Time: 1_000.5,
      Detail: '{"n":11}',
    });
  });

  test('takes as many bytes a call as AWS does', async () => {
    const large = Array.from({ length: 3 }, (_, n) => ({
      ...event,
      detail: { n, text: 'ü'.repeat(50_000) },
    }));
    const published = await putEvents(await answers([200, '{"FailedEntryCount":0}']), 'changes', large);
    expect(published).toEqual({ count: 3, error: null });
    expect(aws.requests.map(({ body }) => JSON.parse(body).Entries.length)).toEqual([2, 1]);
    for (const { body } of aws.requests) expect(Buffer.byteLength(body)).toBeLessThan(256 * 1024);
  });

  const twelve = Array.from({ length: 12 }, () => event);
  const gapAtEleven = { FailedEntryCount: 1, Entries: [{ EventId: 'e' }, { ErrorCode: 'InternalFailure' }] };

  test.each<[string, readonly ScriptedResponse[], object]>([
    [
      'took a call in part, up to the gap',
      [
        [200, '{"FailedEntryCount":0}'],
        [200, JSON.stringify(gapAtEleven)],
      ],
      { count: 11, error: 'InternalFailure' },
    ],
    [
      'took a call in part, and does not say which',
      [[200, '{"FailedEntryCount":3}']],
      { count: 0, error: 'PartialFailure' },
    ],
    [
      'refused a call',
      [
        [200, '{"FailedEntryCount":0}'],
        [400, '{"__type":"AccessDeniedException"}'],
      ],
      { count: 10, error: 'AccessDeniedException' },
    ],
    ['answered what is no answer', [[200, '[]']], { count: 0, error: 'ValiError' }],
  ])('that %s is said to have come so far', async (_, given, published) => {
    expect(await putEvents(await answers(...given), 'changes', twelve)).toEqual(published);
    expect(aws.requests).toHaveLength(given.length);
  });
});

describe('the outputs of a stack', () => {
  test('are read by name, empty ones too', async () => {
    const xml = `<Outputs>
      <member><OutputKey>Url</OutputKey><OutputValue>https://api.example?a=1&amp;b=2</OutputValue></member>
      <member><OutputKey>None</OutputKey><OutputValue/></member>
      <member><Description>x</Description><OutputKey>Table</OutputKey><OutputValue>ledger</OutputValue></member>
    </Outputs>`;
    expect(await readStackOutputs(await answers([200, xml]), 'Ledger')).toEqual(
      new Map([
        ['Url', 'https://api.example?a=1&b=2'],
        ['None', ''],
        ['Table', 'ledger'],
      ]),
    );
  });
});

describe('SNS over HTTPS', () => {
  const PEM = '-----BEGIN CERTIFICATE-----\n';

  test('gives a certificate once; a failed try is not remembered', async () => {
    await answers([500, ''], [200, PEM]);
    const url = `${aws.endpoint}/SimpleNotificationService-1.pem`;
    await expect(signingCertificate(url)).rejects.toThrow('answered 500');
    expect(await signingCertificate(url)).toBe(PEM);
    expect(await signingCertificate(url)).toBe(PEM);
    expect(aws.requests).toHaveLength(2);
  });

  test.each<[string, ScriptedResponse, string]>([
    ['no certificate', [200, '<html>'], 'not PEM'],
    ['too much', [200, `${PEM}${'x'.repeat(70_000)}`], 'answered more than'],
  ])('is refused when it answers %s', async (_, answer, message) => {
    await answers(answer);
    await expect(signingCertificate(`${aws.endpoint}/2.pem`)).rejects.toThrow(message);
  });

  test('confirms a subscription by a visit, and says when it is refused', async () => {
    await answers([200, '<ConfirmSubscriptionResponse/>'], [403, '']);
    await confirmSubscription(`${aws.endpoint}/?Action=ConfirmSubscription`);
    await expect(confirmSubscription(`${aws.endpoint}/`)).rejects.toThrow('answered 403');
  });
});
