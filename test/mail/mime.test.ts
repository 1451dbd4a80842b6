import { describe, expect, it } from 'vitest';
import { mailboxOf } from '../../shared/mail/mime/addresses.ts';
import { decodeText } from '../../shared/mail/mime/charset.ts';
import { parseParameterizedValue } from '../../shared/mail/mime/content-type.ts';
import { decodeHeaderValue } from '../../shared/mail/mime/encoded-words.ts';
import { parseStructure } from '../../shared/mail/mime/structure.ts';
import { decodeTransferEncoding } from '../../shared/mail/mime/transfer-encoding.ts';

describe('a parameterized value', () => {
  it.each([
    ['text/plain', 'text/plain', {}],
    ['Text/Plain; Charset="utf-8"', 'text/plain', { charset: 'utf-8' }],
    [
      'multipart/report; report-type=delivery-status; boundary="a;b c"',
      'multipart/report',
      { 'report-type': 'delivery-status', boundary: 'a;b c' },
    ],
    ['multipart/mixed boundary=x', 'multipart/mixed', { boundary: 'x' }],
    ['text/plain; name="a \\"quoted\\" name"', 'text/plain', { name: 'a "quoted" name' }],
    ["attachment; filename*=utf-8'en'na%20me.eml", 'attachment', { filename: 'na me.eml' }],
    ["a/b; name*0*=us-ascii'en'one%20; name*1=two", 'a/b', { name: 'one two' }],
    ['text/plain; charset', 'text/plain', {}],
    ['text/plain; charset=', 'text/plain', { charset: '' }],
    ['text/plain; name="never closed', 'text/plain', { name: 'never closed' }],
  ])('%s', (field, value, parameters) => {
    const parsed = parseParameterizedValue(field);
    expect([parsed.value, Object.fromEntries(parsed.parameters)]).toEqual([value, parameters]);
  });
});

describe('a transfer encoding', () => {
  it.each([
    ['base64', 'SGVs\r\nbG8=', 'Hello'],
    ['BASE64', 'SGVsbG8=', 'Hello'],
    ['quoted-printable', 'a=3Db =\r\nc=\n d', 'a=b c d'],
    ['quoted-printable', 'soft =  \r\nbreak', 'soft break'],
    ['quoted-printable', '100 =% and =4', '100 =% and =4'],
    ['quoted-printable', 'at the end=', 'at the end'],
    ['7bit', 'a=3D', 'a=3D'],
    ['', 'a=3D', 'a=3D'],
    ['x-unknown', 'a=3D', 'a=3D'],
  ])('%s decodes %j to %j', (encoding, body, text) => {
    expect(decodeTransferEncoding(body, encoding).toString('latin1')).toBe(text);
  });
});

describe('a header value', () => {
  it.each([
    ['plain', 'plain'],
    ['=?utf-8?Q?Zustellung_f=C3=BCr_?= =?utf-8?B?w4TDtsO8?=', 'Zustellung für Äöü'],
    ['Re: =?ISO-8859-1?q?m=F6glich?= (again)', 'Re: möglich (again)'],
    ['=?utf-8*de?Q?gr=C3=BCn?=', 'grün'],
    // A character whose octets are split between two words.
    ['=?utf-8?B?w4Q=?= =?utf-8?B?w7bD?= =?utf-8?B?vA==?=', 'Äöü'],
    ['=?utf-8?X?no_such_encoding?=', '=?utf-8?X?no_such_encoding?='],
    ['=?never closed', '=?never closed'],
    ['=?us-ascii?Q?f=FCr?=', 'für'],
  ])('%j is %j', (value, text) => {
    expect(decodeHeaderValue(value, decodeText)).toBe(text);
  });
});

describe('the first mailbox of a header', () => {
  it.each([
    ['ann@b.example', 'ann@b.example'],
    ['"Doe, Jane <old@c.example>" <jane@b.example>', 'jane@b.example'],
    ['Doe, Jane <jane@b.example>', 'jane@b.example'],
    ['MAILER-DAEMON@b.example (Mail Delivery System)', 'MAILER-DAEMON@b.example'],
    ['Mail Delivery System <MAILER-DAEMON>', 'MAILER-DAEMON'],
    ['ann@b.example, Bo <bo@b.example>', 'ann@b.example'],
    ['"jo smith"@b.example', '"jo smith"@b.example'],
    ['<@relay.example:ann@b.example>', 'ann@b.example'],
    ['undisclosed-recipients:;', ''],
    ['', ''],
  ])('%j is %j', (header, mailbox) => {
    expect(mailboxOf(header)).toBe(mailbox);
  });
});

describe('the structure of a message', () => {
  /** Content type and body of each leaf part. */
  const parts = (message: string) =>
    parseStructure(message, decodeText).parts.map(({ contentType, start, end }) => [
      contentType.value,
      message.slice(start, end),
    ]);

  it('has the parts of nested multiparts, without preamble and epilogue', () => {
    const message =
      'Content-Type: multipart/mixed; boundary=out\n\npreamble\n--out\nContent-Type: multipart/alternative; boundary=in\n\n' +
      '--in\n\nplain\n--in\nContent-Type: text/html\n\n<p>\n--in--\nepilogue\n--out \nContent-Type: a/b\n\nlast\n--out--\nepilogue\n';
    expect(parts(message)).toEqual([
      ['text/plain', 'plain'],
      ['text/html', '<p>'],
      ['a/b', 'last'],
    ]);
  });

  it('is that of the message, whatever an enclosed message contains', () => {
    const inner = 'Content-Type: multipart/mixed; boundary=in\n\n--in\n\ninner\n--in--';
    const message = `Content-Type: multipart/report; boundary=out\n\n--out\nContent-Type: message/rfc822\n\n${inner}\n--out--\n`;
    expect(parts(message)).toEqual([['message/rfc822', inner]]);
  });

  it('may have a boundary that is the beginning of another', () => {
    const message =
      'Content-Type: multipart/mixed; boundary=ab\n\n--ab\nContent-Type: multipart/mixed; boundary=abc\n\n--abc\n\none\n--abc--\n--ab\n\ntwo\n--ab--';
    expect(parts(message).map(([, body]) => body)).toEqual(['one', 'two']);
  });

  it('has parts without header fields, and without an empty line below them', () => {
    const message =
      'Content-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--x\nContent-Type: a/b\n--x\nContent-Type: c/d\n\ntwo';
    expect(parts(message)).toEqual([
      ['text/plain', 'one'],
      ['a/b', ''],
      ['c/d', 'two'],
    ]);
  });

  it('has messages in a digest', () => {
    const message = 'Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\nSubject: one\r\n--x--\r\n';
    expect(parts(message)).toEqual([['message/rfc822', 'Subject: one']]);
  });

  it('has a bounded number of parts', () => {
    const message = `Content-Type: multipart/mixed; boundary=x\n\n${'--x\n\npart\n'.repeat(5_000)}`;
    expect(parts(message)).toHaveLength(1_000);
  });
});
