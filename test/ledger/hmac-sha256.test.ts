import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIdHash } from '../../shared/ledger/record/event-id.ts';
import { hmacSha256 } from '../../shared/ledger/record/hmac-sha256.ts';

const byNode = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('hex');

// RFC 4231, 4.2 to 4.7: the cases whose key and text are ASCII.
test.each([
  [
    'Jefe',
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  ['\x0b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
])('HMAC-SHA256 of RFC 4231: %j', (key, text, digest) => {
  expect(hmacSha256(key)(text)).toBe(digest);
});

test('is that of Node, whatever the key and the text', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 100 });
  fc.assert(
    fc.property(texts, fc.array(texts, { minLength: 1, maxLength: 4 }), (key, several) => {
      const hmac = hmacSha256(key);
      expect(several.map(hmac)).toEqual(several.map((text) => byNode(key, text)));
    }),
  );
});

test.each([
  ['of 64 bytes', 'k'.repeat(64), 'text'],
  ['of more bytes than a block', 'k'.repeat(65), 'text'],
  ['beyond ASCII', 'ключ', 'žluťoučký 🐎'],
  ['before a long text', 'key', 'x'.repeat(4_097)],
  ['before a long text of wide characters', 'key', '電'.repeat(5_000)],
  ['before half of a surrogate pair', 'key', '\ud83d'],
])('a key %s', (_, key, text) => {
  const hmac = hmacSha256(key);
  hmac('a text before it');
  expect(hmac(text)).toBe(byNode(key, text));
  expect(hmac('short')).toBe(byNode(key, 'short'));
});

test('the stored hash of an id is the beginning of its HMAC, as the records hold it', () => {
  const { high, low } = eventIdHash('a key')('sendgrid:1');
  const digest = createHmac('sha256', 'a key').update('event-id\nsendgrid:1').digest();
  expect([high, low]).toEqual([digest.readInt32BE(0), digest.readInt32BE(4)]);
});
