import { describe, expect, test } from 'vitest';
import {
  decodeQueueMessage,
  encodeQueueMessage,
  openRequest,
  unwrapRedelivery,
  wrapRedelivery,
} from '../../shared/intake/message.ts';
import { sendgrid } from '../../shared/providers/sendgrid/webhook.ts';
import { post } from '../providers/requests.ts';

/** What SQS takes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const TAKEN = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/;

const unusedStore = () => Promise.reject(new Error('nothing is stored'));

describe('a queue takes every message, whatever characters the ESP sent', () => {
  test.each([
    ['an emoji', 'Your invoice \u{1f4ed}'],
    ['a non-character', 'a\ufffeb\uffffc'],
    ['the last code point', '\u{10ffff}'],
    ['controls', '\u0000\u001b\u007f\u0085'],
    ['half a surrogate pair, as an escape', '\ud83d'],
  ])('%s', async (_, subject) => {
    const request = post([{ email: 'ann@example.com', event: 'bounce', subject }]);
    const sealed = await encodeQueueMessage(sendgrid, 'news', request, [], 0, unusedStore);
    const again = wrapRedelivery({ replayGeneration: 1, receivedAt: 0, message: `{"subject":"${subject}"}` });
    expect(sealed).toMatch(TAKEN);
    expect(again).toMatch(TAKEN);

    const opened = decodeQueueMessage(sealed);
    if (opened.form !== 'webhook') throw new Error('It is not read as a webhook.');
    expect((await openRequest(opened.message, unusedStore)).body).toEqual(request.body);
    expect(unwrapRedelivery(again)).toBe(`{"subject":"${subject}"}`);
  });
});
