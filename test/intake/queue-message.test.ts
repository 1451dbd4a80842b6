import { describe, expect, test } from 'vitest';
import {
  decodeDelivery,
  decodeQueueMessage,
  encodeQueueMessage,
  toQueueText,
  wrapRedelivery,
} from '../../shared/intake/queue-message-codec.ts';
import { toDelivery } from '../../shared/providers/delivery.ts';
import { sendgrid } from '../../shared/providers/sendgrid/webhook.ts';
import { post } from '../providers/requests.ts';

/** What SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const SUPPORTED = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/;

const noObject = () => Promise.reject(new Error('Nothing is stored.'));

function encoded(body: unknown): Promise<string> {
  return encodeQueueMessage('webhook', toDelivery(sendgrid, 'news', post(body)), noObject);
}

describe('a queue takes every message, whatever characters the ESP sent', () => {
  test.each([
    ['an emoji', 'Your invoice \u{1f4ed}'],
    ['a non-character', 'a\ufffeb\uffffc'],
    ['the last code point', '\u{10ffff}'],
    ['controls', '\u0000\u001b\u007f\u0085'],
    ['half a surrogate pair, as an escape', '\ud83d'],
  ])('%s', async (_, subject) => {
    const request = post([{ email: 'ann@example.com', event: 'bounce', subject }]);
    const text = await encoded(request.body);
    expect(text).toMatch(SUPPORTED);

    const { delivery } = decodeQueueMessage({ body: text, sentAt: 0 });
    const redelivery = wrapRedelivery({ replayGeneration: 1, delivery });
    expect(redelivery).toMatch(SUPPORTED);
    for (const body of [text, redelivery]) {
      const decoded = decodeQueueMessage({ body, sentAt: 0 });
      expect((await decodeDelivery(decoded, noObject)).body).toEqual(request.body);
      expect(toQueueText(decoded.delivery)).toBe(text);
    }
  });
});

describe('a message is recognised by the kind it states', () => {
  test('a webhook', async () => {
    const decoded = decodeQueueMessage({ body: await encoded([]), sentAt: 7 });
    expect(decoded).toMatchObject({
      redelivery: null,
      delivery: { kind: 'webhook', source: 'news', provider: 'sendgrid' },
    });
  });

  test('a redelivery, with the delivery as it first came', async () => {
    const { delivery } = decodeQueueMessage({ body: await encoded([]), sentAt: 7 });
    const invalid = [{ index: 3, issue: 'The event names no recipient.' }];
    const body = wrapRedelivery({ replayGeneration: 9, invalid, delivery });
    expect(decodeQueueMessage({ body, sentAt: 8 })).toEqual({
      redelivery: { replayGeneration: 9, invalid, slice: null, revoked: false },
      delivery,
    });
  });

  test.each([
    ['ses', '{"notificationType":"Bounce"}'],
    ['ses', '{\n  "Type" : "Notification",\n  "Message" : "{}"\n}'],
    ['ses', 'Successfully validated SNS topic for Amazon SES event publishing.'],
    ['ses', '{"kind'],
    ['ses-eventbridge', '{"source":"aws.ses", "detail-type" : "Email Bounced", "detail":{}}'],
  ])('what AWS publishes itself states none and is of SES: %s %s', (provider, body) => {
    const { delivery } = decodeQueueMessage({ body, sentAt: 7 }, (name) => `source-of-${name}`);
    expect(delivery).toEqual({
      kind: 'ses-notification',
      source: `source-of-${provider}`,
      provider,
      receivedAt: 7,
      contentType: 'application/json',
      headers: {},
      encoding: 'text',
      body,
    });
  });

  test.each([
    ['a kind that does not exist', { kind: 'order' }],
    ['a source that is a path', { source: '../audit' }],
    ['a source with a slash', { source: 'a/b' }],
    ['a source that is a dot', { source: '.' }],
    ['a provider that is a path', { provider: '..' }],
    ['a time of another age', { receivedAt: Number.MAX_SAFE_INTEGER }],
    ['no body', { body: undefined }],
  ])('a damaged or forged message is refused: %s', async (_, changes) => {
    const message: object = JSON.parse(await encoded([]));
    const body = JSON.stringify({ ...message, ...changes });
    expect(() => decodeQueueMessage({ body, sentAt: 0 })).toThrow();
    const redelivery = JSON.stringify({
      kind: 'redelivery',
      replayGeneration: 0,
      delivery: { ...message, ...changes },
    });
    expect(() => decodeQueueMessage({ body: redelivery, sentAt: 0 })).toThrow();
  });
});
