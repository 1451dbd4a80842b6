import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  addressSpan,
  findAddresses,
  findFirstAddress,
  MAX_LISTED_ADDRESSES,
  splitAddressList,
} from '../../shared/address/scan.ts';

const addressesOf = (text: string) => findAddresses(text).map(({ address }) => address);

describe('the addresses of a text', () => {
  test.each([
    ['<ann@b.example>', ['ann@b.example']],
    ['to=<ann@b.example>, orig_to=jo@c.example', ['ann@b.example', 'jo@c.example']],
    ['"jo smith"@c.example.', ['"jo smith"@c.example']],
    ['"a \\"b\\" c"@d.example', ['"a \\"b\\" c"@d.example']],
    ['ann@[192.0.2.1] and ann@[IPv6:2001:db8::1]', ['ann@[192.0.2.1]', 'ann@[IPv6:2001:db8::1]']],
    ["m.o'hara@b.example", ["m.o'hara@b.example"]],
    ["'ann@b.example' *jo@c.example*", ['ann@b.example', 'jo@c.example']],
    ['ann+news@b.example/page', ['ann+news@b.example']],
    ['jürgen@bücher.example', ['jürgen@bücher.example']],
    ['🦊@b.example', ['🦊@b.example']],
    ['bounces+ann=b.example@c.example', ['bounces+ann=b.example@c.example']],
    ['ann@b.example;jo@c.example', ['ann@b.example', 'jo@c.example']],
    ['mailto:ann@b.example', ['ann@b.example']],
    ['@b.example, ann@, a @ b, "x"', []],
    ['ann@[no literal]', []],
  ])('%s', (text, addresses) => {
    expect(addressesOf(text)).toEqual(addresses);
    expect(findFirstAddress(text)).toBe(addresses[0] ?? '');
  });

  it('begin with the first one, whatever the quotes in the text', () => {
    const unit = fc.constantFrom(
      'a',
      '@',
      '"',
      '\\',
      '.',
      ' ',
      '<',
      '>',
      'to=',
      'b@c',
      '"@',
      'x'.repeat(130),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        expect(findFirstAddress(text)).toBe(addressesOf(text)[0] ?? '');
      }),
      { numRuns: 2_000 },
    );
  });

  const atom = fc.stringMatching(/^[a-z0-9!#$%&+/?^_{|}~-]{1,12}$/);
  const dotString = fc.array(atom, { minLength: 1, maxLength: 3 }).map((atoms) => atoms.join('.'));
  const quotedString = fc
    .array(fc.constantFrom('a', ' ', '@', '.', '\\"', '\\\\', '<', ','), { minLength: 1, maxLength: 12 })
    .map((content) => `"${content.join('')}"`);
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const domain = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const mailbox = (local: fc.Arbitrary<string>) =>
    fc.tuple(local, domain).map(([name, host]) => `${name}@${host}`);

  it('hold every Dot-string mailbox of RFC 5321 between brackets, spaces or list marks', () => {
    const edge = fc.constantFrom(' ', '<', '>', ', ', ';', '\n', '(', ')', '"');
    fc.assert(
      fc.property(edge, mailbox(dotString), edge, (before, address, after) => {
        expect(addressesOf(`said${before}${address}${after}x`)).toContain(address);
      }),
      { numRuns: 1_000 },
    );
  });

  it('hold every Quoted-string mailbox, and nothing inside its quotes', () => {
    fc.assert(
      fc.property(mailbox(quotedString), (address) => {
        expect(addressesOf(`<${address}>`)).toEqual([address]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('lie inside what is left out as an address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), dotString, domain, (text, name, host) => {
        const whole = `${text}${name}@${host}${text}`;
        for (const { start, end } of findAddresses(whole)) {
          const at = whole.lastIndexOf('@', end - 1);
          const span = addressSpan(whole, at, 0, whole.length, { ideographs: true });
          // A key, a quotation mark or a path of a URL may stand before it; nothing of it stands outside.
          const inside = whole.slice(Math.max(start, span.start - 1), span.start);
          expect(span.start <= start || /^[/?&']$/.test(inside)).toBe(true);
          expect(span.end).toBeGreaterThanOrEqual(end);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('are found in time linear in the text', () => {
    for (const piece of ['@', 'a@', '"@', 'a.b@c.', '\\"@', '"a@b"@']) {
      expect(findAddresses(piece.repeat(100_000)).length).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('what touches an at sign', () => {
  const touching = (text: string, ideographs = true) => {
    const { start, end } = addressSpan(text, text.indexOf('@'), 0, text.length, { ideographs });
    return text.slice(start, end);
  };

  test.each([
    ['550 <ann@b.example>: no', 'ann@b.example'],
    ['550 to=ann@b.example/x no', 'to=ann@b.example/x'],
    ['see https://c.example/q?mail=ann@b.example now', 'mail=ann@b.example'],
    ['"ann smith"@b.example', '"ann smith"@b.example'],
  ])('in "%s" is "%s"', (text, span) => {
    expect(touching(text)).toBe(span);
  });

  it('includes ideographs only where that is asked for', () => {
    expect(touching('收件人ann@b.example不存在', true)).toBe('收件人ann@b.example不存在');
    expect(touching('收件人ann@b.example不存在', false)).toBe('ann@b.example');
  });
});

describe('an address list', () => {
  test.each([
    ['"Doe, Jane" <jane@b.example>, joe@c.example', ['"Doe, Jane" <jane@b.example>', 'joe@c.example']],
    ['"a \\", b" <a@b.example>,c@d.example', ['"a \\", b" <a@b.example>', 'c@d.example']],
    ['undisclosed-recipients:;', []],
    [', ,ann@b.example,', ['ann@b.example']],
    ['<"x,y"@b.example>, z@b.example', ['<"x,y"@b.example>', 'z@b.example']],
  ])('%s', (text, addresses) => {
    expect(splitAddressList(text)).toEqual(addresses);
  });

  it('has a bound', () => {
    expect(splitAddressList('a@b.example,'.repeat(5_000))).toHaveLength(MAX_LISTED_ADDRESSES);
  });
});
