import {
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverSns, sesBounce, someone } from './esp.ts';
import { LocalLedger, type Source } from './ledger.ts';

let ledger: LocalLedger;
let ses: Source;
let sns: SNSClient;
let topicArn: string;

beforeAll(async () => {
  ledger = await LocalLedger.start();
  ses = await ledger.source('ses');
  const aws = await ledger.aws();
  topicArn = aws.topicArn;
  sns = new SNSClient({
    endpoint: aws.sns,
    region: aws.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => ledger.stop());

const kinds = ['notificationType', 'eventType'] as const;

describe('SES publishes to the topic', () => {
  test.each(kinds)('with raw delivery: %s', async (kind) => {
    const subject = someone();
    const message = sesBounce(kind, subject).replace('user unknown', 'user unknown \u{1f4ed}');
    await sns.send(new PublishCommand({ TopicArn: topicArn, Message: message }));
    await ledger.drained();
    expect(await ledger.verdict(subject.address)).toMatchObject({ suppressed: true, code: 2001 });
    expect(await ledger.verdict('innocent@others.example')).toMatchObject({
      suppressed: false,
      revision: 0,
    });
  });

  test.each(kinds)('without raw delivery: %s', async (kind) => {
    const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    const setRaw = (value: string) =>
      sns.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn: Subscriptions?.[0]?.SubscriptionArn,
          AttributeName: 'RawMessageDelivery',
          AttributeValue: value,
        }),
      );
    const subject = someone();
    await setRaw('false');
    try {
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: sesBounce(kind, subject) }));
    } finally {
      await setRaw('true');
    }
    await ledger.drained();
    expect((await ledger.verdict(subject.address)).suppressed).toBe(true);
  });

  test('the same bounce as identity notification and as configuration-set event is one event', async () => {
    const subject = someone();
    for (const kind of kinds) {
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: sesBounce(kind, subject) }));
    }
    await ledger.drained();
    expect((await ledger.verdict(subject.address)).evidence).toHaveLength(1);
  });
});

describe('SNS calls the webhook', () => {
  test.each(['1', '2'] as const)('and its signature version %s is valid', async (version) => {
    const subject = someone();
    const message = {
      Type: 'Notification',
      Message: sesBounce('eventType', subject),
      TopicArn: topicArn,
    } as const;
    expect((await deliverSns(ses, message, version)).status).toBe(200);
    await ledger.drained();
    expect((await ledger.verdict(subject.address)).suppressed).toBe(true);
  });

  test('and a subscription of its own topic is confirmed', async () => {
    const response = await deliverSns(ses, confirmationOf(topicArn), '2');
    expect(response.status).toBe(200);
  });

  test.each([
    [
      'a topic that the operator did not list',
      'arn:aws:sns:us-east-1:999999999999:other',
      'sns.us-east-1.amazonaws.com',
    ],
    ['a certificate from elsewhere', null, 'sns.us-east-1.amazonaws.com.attacker.example'],
    ['a certificate of another region', null, 'sns.eu-west-1.amazonaws.com'],
  ])('and %s is refused', async (_what, topic, host) => {
    const subject = someone();
    const arn = topic ?? topicArn;
    const message = {
      Type: 'Notification',
      Message: sesBounce('eventType', subject),
      TopicArn: arn,
    } as const;
    expect((await deliverSns(ses, message, '2', host)).status).toBe(401);
    expect((await deliverSns(ses, confirmationOf(arn), '2', host)).status).toBe(401);
    await ledger.drained();
    expect((await ledger.verdict(subject.address)).revision).toBe(0);
  });

  function confirmationOf(arn: string) {
    return {
      Type: 'SubscriptionConfirmation',
      Message: 'You have chosen to subscribe to the topic.',
      TopicArn: arn,
      Token: 'a-token',
      SubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${arn}&Token=a-token`,
    } as const;
  }
});

test('SES puts an event on the default bus, and the rule brings it to the ledger', async () => {
  const subject = someone();
  const { events } = await ledger.aws();
  // What SES adds of the message itself may hold any character.
  const detail = JSON.stringify({
    ...JSON.parse(sesBounce('eventType', subject)),
    tags: { subject: ['\u{1f4ed}'] },
  });
  const response = await fetch(events, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ Entries: [{ Source: 'aws.ses', DetailType: 'Email Bounced', Detail: detail }] }),
  });
  expect(await response.json()).toMatchObject({ FailedEntryCount: 0 });
  await ledger.drained();
  expect((await ledger.verdict(subject.address)).suppressed).toBe(true);
});
