import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { archiveBatch, unpackArchive } from '../../shared/intake/archive.ts';

const webhook = (source: string, body: string): string =>
  JSON.stringify({
    v: 1,
    source,
    provider: 'sendgrid',
    receivedAt: 1,
    method: 'POST',
    url: 'https://hooks.example.com/',
    headers: {},
    encoding: 'text',
    body,
  });

async function archive(...bodies: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const objects = new Map<string, Buffer>();
  const messages = bodies.map((body, place) => ({
    id: `m${place}`,
    body,
    sentAt: Date.UTC(2026, 10, 23, 10, 15, 2),
  }));
  await archiveBatch(messages, { sources: [] }, async (key, bytes) => void objects.set(key, bytes));
  return objects;
}

test.each<[string, string]>([
  ['a webhook', webhook('shop', '[{"email":"ann@shop.example"}]')],
  ['a webhook whose body speaks of the archive’s own keys', webhook('shop', '{"a":1,"webhook":{"v":1}}')],
  [
    'a webhook with text beyond ASCII, quotes and backslashes',
    webhook('shop', '"Zoë" \\ "žluťoučký" 🐎\u2028'),
  ],
  ['a notification of SNS over several lines', '{\n  "Type" : "Notification",\n  "Message" : "{}"\n}'],
  ['a message of ours that was cut off', '{"v":1,"source":"shop","prov'],
  ['a message of ours that someone has spread over lines', '{"v":1,"source":"shop",\n"x":{}}'],
])('%s comes out as it went in', async (_, body) => {
  const [bytes] = (await archive(body)).values();
  expect(unpackArchive(bytes ?? Buffer.alloc(0)).map(({ message }) => message)).toEqual([body]);
});

test('the messages of a source share an object, whose key names day and source', async () => {
  const objects = await archive(webhook('shop', '[1]'), webhook('club', '[2]'), webhook('shop', '[3]'));
  expect([...objects.keys()].map((key) => key.replace(/-[0-9a-f]{16}/, '-#'))).toEqual([
    'raw/2026/11/23/shop/101502-#.jsonl.gz',
    'raw/2026/11/23/club/101502-#.jsonl.gz',
  ]);
  const [shop] = [...objects.values()].map(unpackArchive);
  expect(shop?.map(({ id, source }) => [id, source])).toEqual([
    ['m0', 'shop'],
    ['m2', 'shop'],
  ]);
});

test('a batch that comes again has the key that it had', async () => {
  const bodies = [webhook('shop', '[1]'), webhook('shop', '[2]')];
  const [first] = (await archive(...bodies)).keys();
  const [again] = (await archive(...bodies)).keys();
  expect(again).toBe(first);
});

test('every line of an object is JSON for other tools too', async () => {
  const [bytes] = (await archive(webhook('shop', '[{"email":"ann@shop.example"}]'))).values();
  const line: unknown = JSON.parse(gunzipSync(bytes ?? Buffer.alloc(0)).toString());
  expect(line).toMatchObject({ id: 'm0', source: 'shop', webhook: { provider: 'sendgrid' } });
});

test('what comes once more is not archived again', async () => {
  expect(await archive('{"v":1,"replayGeneration":0,"receivedAt":1,"message":"{}"}')).toEqual(new Map());
});

test.each([1, 5, 500])('%i webhooks in a batch are gzip for whoever reads them', async (count) => {
  const bodies = Array.from({ length: count }, (_, n) =>
    webhook('shop', `[{"email":"ann${n}@shop.example"}]`),
  );
  const [bytes] = (await archive(...bodies)).values();
  expect(unpackArchive(bytes ?? Buffer.alloc(0)).map(({ message }) => message)).toEqual(bodies);
});
