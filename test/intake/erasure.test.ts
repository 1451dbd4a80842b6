import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { createEraser, ERASED } from '../../shared/intake/erasure.ts';

function eraser(text: string, options = {}) {
  const address = toLedgerAddress(text);
  if (address === null) throw new Error(`The test's own address is none: ${text}`);
  const erase = createEraser(address, options);
  return (input: string | Buffer) => erase(Buffer.from(input))?.toString() ?? null;
}
const withoutAnn = eraser('ann@example.com');

describe('an address is found', () => {
  test.each([
    ['as it is', '{"email":"ann@example.com"}', `{"email":"${ERASED}"}`],
    ['in other case', '"Ann@Example.COM"', `"${ERASED}"`],
    ['in brackets', 'To: Ann <ann@example.com>', `To: Ann <${ERASED}>`],
    ['in a form body', 'email=ann%40example.com&event=bounce', `email=${ERASED}&event=bounce`],
    ['in a form body, in brackets', 'to=%3Cann%40example.com%3E', `to=%3C${ERASED}%3E`],
    [
      'behind an escaped line end',
      String.raw`"headers\r\nann@example.com\r\n"`,
      String.raw`"headers\r\n${ERASED}\r\n"`,
    ],
    [
      'with JSON escapes',
      String.raw`"\u003cann\u0040example.com\u003e"`,
      String.raw`"\u003c${ERASED}\u003e"`,
    ],
    ['in quoted-printable', 'ann=40example.com', ERASED],
    ['at the end of a sentence', 'unknown: ann@example.com.', `unknown: ${ERASED}.`],
    ['in a URL', 'https://shop.example/u/ann@example.com?x=1', `https://shop.example/u/${ERASED}?x=1`],
    [
      'in a return path',
      '<b-7+ann=example.com@mx.sender.example>',
      '<b-7+erased=erased.invalid@mx.sender.example>',
    ],
  ])('%s', (_, text, expected) => {
    expect(withoutAnn(text)).toBe(expected);
  });

  test('inside gzip, base64, and a mail inside a message inside an object', () => {
    const mail = Buffer.from('Final-Recipient: rfc822; ann@example.com\r\nStatus: 5.1.1\r\n'.repeat(3));
    const message = JSON.stringify({
      content: mail.toString('base64'),
      body: gzipSync(mail).toString('base64'),
    });
    const object = gzipSync(`${JSON.stringify({ message })}\n`);
    const address = toLedgerAddress('ann@example.com');
    const erased = address && createEraser(address)(object);
    const line = JSON.parse(gunzipSync(erased ?? object).toString());
    const { content, body } = JSON.parse(line.message);
    for (const text of [
      Buffer.from(content, 'base64').toString(),
      gunzipSync(Buffer.from(body, 'base64')).toString(),
    ]) {
      expect(text).not.toContain('ann@');
      expect(text).toContain('Status: 5.1.1');
    }
  });

  test('with its domain in either form', () => {
    const erase = eraser('jo@bücher.example');
    expect(erase('"jo@xn--bcher-kva.example"')).toBe(`"${ERASED}"`);
    expect(erase('"Jo@Bücher.example"')).toBe(`"${ERASED}"`);
  });

  test('with its tags, where tags are folded', () => {
    expect(eraser('ann@example.com', { foldPlusTags: true })('"ann+news@example.com"')).toBe(`"${ERASED}"`);
  });
});

test.each([
  'joann@example.com',
  'x+ann@example.com',
  'x%2Bann%40example.com',
  'mary-ann@example.com',
  'ann@example.com.au',
  'ann@example.community',
  'ann+news@example.com',
  'ännann@example.com',
  'ann@sub.example.com',
])('%s is another address and stays', (text) => {
  expect(withoutAnn(`{"email":"${text}"}`)).toBeNull();
});

test('what is no text comes out as it went in, but for the address', () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0x00, 0xc3]),
    Buffer.from(' ann@example.com '),
    Buffer.from([0x80]),
  ]);
  const address = toLedgerAddress('ann@example.com');
  const erased = address && createEraser(address)(bytes);
  expect(erased?.subarray(0, 3)).toEqual(bytes.subarray(0, 3));
  expect(erased?.at(-1)).toBe(0x80);
});
