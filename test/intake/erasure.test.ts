import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { toLedgerAddress } from '../../shared/address/address.ts';
import { ERASED } from '../../shared/intake/erased.ts';
import { createEraser } from '../../shared/intake/erasure.ts';

function eraser(text: string, options = {}) {
  const address = toLedgerAddress(text);
  if (address === null) throw new Error(`The test's own address is none: ${text}`);
  const erase = createEraser(address, options);
  return (input: string | Buffer) => {
    const { bytes, complete, remains } = erase(Buffer.from(input));
    expect({ complete, remains }).toEqual({ complete: true, remains: false });
    return bytes?.toString() ?? null;
  };
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

  test('in a rewritten sender', () => {
    expect(withoutAnn('SRS0=Hx1=Ab=example.com=ann@forwarder.example')).toBe(
      'SRS0=Hx1=Ab=erased.invalid=erased@forwarder.example',
    );
  });

  /** A JSON text inside a JSON text, as the archive has webhooks. */
  const nested = (text: string, times: number): string =>
    times === 0 ? text : nested(JSON.stringify({ body: text }), times - 1);
  const unnested = (text: string, times: number): string =>
    times === 0 ? text : unnested(JSON.parse(text).body, times - 1);

  describe.each([0, 1, 2, 3])('in JSON inside %i JSON texts', (times) => {
    test.each([
      ['a plus sign', 'ann+b@example.com', String.raw`{"to":"ann\u002bb@example.com"}`],
      ['an at sign', 'ann@example.com', String.raw`{"to":"ann\u0040example.com"}`],
      ['every character', 'ann@example.com', String.raw`{"to":"\u0061\u006E\u006e\u0040exampl\u0065.com"}`],
      ['a slash', 'a/b@example.com', String.raw`{"to":"a\/b@example.com"}`],
      ['a letter beyond ASCII', 'jürgen@example.com', String.raw`{"to":"j\u00fcrgen@example.com"}`],
      ['such a letter, decomposed', 'jürgen@example.com', String.raw`{"to":"ju\u0308rgen@example.com"}`],
      ['a character of two units', '😀@example.com', String.raw`{"to":"\ud83d\ude00@example.com"}`],
      ['a domain beyond ASCII', 'jo@bücher.example', String.raw`{"to":"jo@b\u00fccher.example"}`],
      ['needless quotes', 'ann@example.com', String.raw`{"to":"\"ann\"@example.com"}`],
      ['needed quotes', '"ann b"@example.com', String.raw`{"to":"\"ann b\"@example.com"}`],
      ['escaped quotes', '"ann b"@example.com', String.raw`{"to":"\u0022ann\u0020b\u0022@example.com"}`],
      ['needless quoted pairs', 'ann@example.com', String.raw`{"to":"\"a\\nn\"@example.com"}`],
    ])('with escapes of %s', (_, text, raw) => {
      const erased = eraser(text)(nested(raw, times));
      expect(JSON.parse(unnested(erased ?? '', times))).toEqual({ to: ERASED });
    });

    test('and a neighbour that begins with an escape stays', () => {
      const json = nested(String.raw`{"to":"\u00fcann@example.com x\u002bann@example.com"}`, times);
      expect(withoutAnn(json)).toBeNull();
    });
  });

  test.each([
    ['between quotation marks', '“ann@example.com”', `“${ERASED}”`],
    ['behind a script without spaces', '收件人ann@example.com不存在', `收件人${ERASED}不存在`],
    ['percent-encoded twice', 'to=ann%2540example.com', `to=${ERASED}`],
    ['in HTML', '<td>ann&#64;example.com</td>', `<td>${ERASED}</td>`],
    [
      'over a soft line break',
      'Content-Transfer-Encoding: quoted-printable\r\n\r\n<a href=3Dann@exam=\r\nple.com>',
      `Content-Transfer-Encoding: quoted-printable\r\n\r\n<a href=3D${ERASED}>`,
    ],
  ])('%s', (_, text, expected) => {
    expect(withoutAnn(text)).toBe(expected);
  });

  test('as short base64', () => {
    const word = (text: string) => Buffer.from(text).toString('base64');
    expect(withoutAnn(`=?utf-8?B?${word('ann@example.com')}?=`)).toBe(`=?utf-8?B?${word(ERASED)}?=`);
  });

  test('inside gzip, base64, and a mail inside a message inside an object', () => {
    const mail = Buffer.from('Final-Recipient: rfc822; ann@example.com\r\nStatus: 5.1.1\r\n'.repeat(3));
    const message = JSON.stringify({
      content: mail.toString('base64'),
      body: gzipSync(mail).toString('base64'),
    });
    const object = gzipSync(`${JSON.stringify({ message })}\n`);
    const address = toLedgerAddress('ann@example.com');
    const erased = address && createEraser(address)(object).bytes;
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
  'üann@example.com',
  'user=20ann%40example.com',
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
  const erased = address && createEraser(address)(bytes).bytes;
  expect(erased?.subarray(0, 3)).toEqual(bytes.subarray(0, 3));
  expect(erased?.at(-1)).toBe(0x80);
});

describe('what cannot be erased is said', () => {
  const address = toLedgerAddress('ann@example.com');
  const erase = (input: Buffer) => {
    if (address === null) throw new Error('Tests give addresses.');
    return createEraser(address)(input);
  };

  test('a spelling that no rule knows', () => {
    expect(erase(Buffer.from('{"to":"ann(at work)@example.com"}'))).toEqual({
      bytes: null,
      complete: true,
      remains: true,
    });
  });

  test('an attachment that unpacks to more than any body has, at little cost', () => {
    const attachment = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const object = gzipSync(
      JSON.stringify({ to: 'ann@example.com', attachment: attachment.toString('base64') }),
    );
    const started = process.memoryUsage().arrayBuffers;
    const { bytes, complete, remains } = erase(object);
    expect({ complete, remains }).toEqual({ complete: false, remains: false });
    expect(JSON.parse(gunzipSync(bytes ?? object).toString()).to).toBe(ERASED);
    expect(process.memoryUsage().arrayBuffers - started).toBeLessThan(48 * 1024 * 1024);
  });

  test('many attachments that unpack to more in all than an object may', () => {
    const attachment = gzipSync(Buffer.alloc(5 * 1024 * 1024, 'x')).toString('base64');
    const object = Buffer.from(JSON.stringify({ attachments: Array.from({ length: 30 }, () => attachment) }));
    expect(erase(object)).toMatchObject({ complete: false });
  });
});

test('the time to search grows with the length alone', () => {
  const spent = (text: string) => {
    const started = process.cpuUsage();
    withoutAnn(text);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000;
  };
  for (const unit of ['ann', 'ann@', '\\\\', '=\r\n', 'YW5u', '%25', 'ann=\r\n', '"a', '\\u0061']) {
    // The least of several times: a collection of garbage takes time, and none away.
    const cost = (length: number) => {
      const text = unit.repeat(length / unit.length);
      return Math.min(spent(text), spent(text), spent(text));
    };
    cost(64 * 1024);
    const [small, large] = [cost(64 * 1024), cost(1024 * 1024)];
    expect(large / Math.max(small, 1), unit).toBeLessThan(16 * 4);
  }
});
