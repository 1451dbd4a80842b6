import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { archiveBatch, unpackArchive } from '../../shared/intake/archive.ts';
import type { DeliveryMessage } from '../../shared/intake/queue-message.ts';
import { decodeQueueMessage, toQueueText, wrapRedelivery } from '../../shared/intake/queue-message-codec.ts';

const delivery = (source: string, body: string): DeliveryMessage => ({
  kind: 'webhook',
  source,
  provider: 'sendgrid',
  receivedAt: 1,
  contentType: 'application/json',
  headers: {},
  encoding: 'text',
  body,
});
const webhook = (source: string, body: string): string => toQueueText(delivery(source, body));

async function archive(...bodies: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const objects = new Map<string, Buffer>();
  const sentAt = Date.UTC(2026, 10, 23, 10, 15, 2);
  const messages = bodies.map((body, place) => ({
    id: `m${place}`,
    sentAt,
    decoded: decodeQueueMessage({ body, sentAt }),
  }));
  await archiveBatch(messages, async (key, bytes) => void objects.set(key, bytes));
  return objects;
}

test.each<[string, string]>([
  ['JSON', '[{"email":"ann@shop.example"}]'],
  ['text beyond ASCII, quotes and backslashes', '"Zoë" \\ "žluťoučký" 🐎\u2028'],
  ['several lines', '{\n  "a" : 1\n}\r\n'],
])('a webhook comes out as it went in: %s', async (_, body) => {
  const [bytes] = (await archive(webhook('shop', body))).values();
  expect(unpackArchive(bytes ?? Buffer.alloc(0))).toEqual([delivery('shop', body)]);
});

test.each<[string, string]>([
  ['over several lines', '{\n  "Type" : "Notification",\n  "Message" : "{}"\n}'],
  ['that is cut off', '{"notificationType":"Bou'],
])('a notification of SES %s is a delivery like any other', async (_, body) => {
  const objects = await archive(body);
  expect([...objects.keys()][0]).toMatch(/^raw\/2026\/11\/23\/ses\//);
  const [bytes] = objects.values();
  expect(unpackArchive(bytes ?? Buffer.alloc(0))).toMatchObject([
    { kind: 'ses-notification', source: 'ses', receivedAt: Date.UTC(2026, 10, 23, 10, 15, 2), body },
  ]);
});

test('the deliveries of a source share an object, whose key names day and source', async () => {
  const objects = await archive(webhook('shop', '[1]'), webhook('club', '[2]'), webhook('shop', '[3]'));
  expect([...objects.keys()].map((key) => key.replace(/-[0-9a-f]{16}/, '-#'))).toEqual([
    'raw/2026/11/23/shop/101502-#.jsonl.gz',
    'raw/2026/11/23/club/101502-#.jsonl.gz',
  ]);
  const [shop] = [...objects.values()].map(unpackArchive);
  expect(shop?.map(({ source, body }) => [source, body])).toEqual([
    ['shop', '[1]'],
    ['shop', '[3]'],
  ]);
});

test('a batch that comes again has the key that it had', async () => {
  const bodies = [webhook('shop', '[1]'), webhook('shop', '[2]')];
  const [first] = (await archive(...bodies)).keys();
  const [again] = (await archive(...bodies)).keys();
  expect(again).toBe(first);
});

test('a message that was laid out on several lines is one line of its object', async () => {
  const message = JSON.stringify(delivery('shop', '[1]'), null, 2);
  const [bytes] = (await archive(message, webhook('shop', '[2]'))).values();
  expect(unpackArchive(bytes ?? Buffer.alloc(0)).map(({ body }) => body)).toEqual(['[1]', '[2]']);
});

test('every line of an object is JSON, and the queue message of its delivery', async () => {
  const message = webhook('shop', '[{"email":"ann@shop.example"}]');
  const [bytes] = (await archive(message)).values();
  expect(gunzipSync(bytes ?? Buffer.alloc(0)).toString()).toBe(`${message}\n`);
});

test('a redelivery is not archived again', async () => {
  const redelivery = wrapRedelivery({ replayGeneration: 0, delivery: delivery('shop', '[]') });
  expect(await archive(redelivery)).toEqual(new Map());
});

test.each([1, 5, 500])('%i webhooks in a batch are gzip', async (count) => {
  const bodies = Array.from({ length: count }, (_, n) => `[{"email":"ann${n}@shop.example"}]`);
  const [bytes] = (await archive(...bodies.map((body) => webhook('shop', body)))).values();
  expect(unpackArchive(bytes ?? Buffer.alloc(0)).map(({ body }) => body)).toEqual(bodies);
});
