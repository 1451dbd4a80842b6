import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findAddresses } from '../../shared/address/scan.ts';
import { redact } from '../../shared/classifier/redact.ts';

describe('a redacted diagnostic', () => {
  test.each([
    ['550 5.1.1 <ann@b.example>: user unknown', '550 5.1.1 <address>: user unknown'],
    ['to=ann@b.example, relay=mx.b.example[192.0.2.1]', 'address, relay=mx.b.example[192.0.2.1]'],
    ['bounces+ann=b.example@c.example rejected', 'address rejected'],
    ['user "ann smith"@b.example is full', 'user address is full'],
    ['see https://b.example/unsubscribe/ann@b.example', 'see https://b.example/unsubscribe/address'],
    ['see https://b.example/u/ann.smith%40b.example', 'see https://b.example/u/address'],
    ['see https://b.example/u?user=ann@b.example&x=1 now', 'see https://b.example/u now'],
    ['用户zhang@b.example不存在', 'address'],
    ['550 @ noon', '550 @ noon'],
    ['//@mail.example', 'address'],
    ['queued as 4Rbq8s0pTzz1f3k9QQ, try later', 'queued as …, try later'],
    ['550-no\r\n550\tsuch\u0000user', '550-no 550 such user'],
  ])('of "%s" is "%s"', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test.each([
    ['ann.smith%40x.example', 'address'],
    ['ann.smith=40x.example', 'address'],
    ['ann.smith&#64;x.example', 'address'],
    [String.raw`ann.smith\u0040x.example`, 'address'],
  ])('has no at sign that is encoded: %s', (address, redacted) => {
    expect(redact(`550 no <${address}> here`)).toBe(`550 no <${redacted}> here`);
  });

  test.each([
    [
      'ann.smith@x.example',
      'ann.smith not found; user=Ann.Smith (Ann Smith)',
      'address not found; user=address (address)',
    ],
    ['jürgen-meier@x.example', 'Kein Postfach für Jürgen Meier', 'Kein Postfach für address'],
    ['asmith@x.example', 'mailbox asmith is full, asmith2 is not', 'mailbox address is full, asmith2 is not'],
    ['"ann b"@x.example', 'no such user: Ann B', 'no such user: address'],
    // Words of every reply, and roles, are not names.
    ['user@x.example', '550 5.1.1 user unknown', '550 5.1.1 user unknown'],
    ['info@x.example', 'see info below', 'see info below'],
    ['a@x.example', 'a mailbox', 'a mailbox'],
  ])('names the recipient %s nowhere: %s', (recipient, text, redacted) => {
    expect(redact(text, { recipient })).toBe(redacted);
  });

  it('has at most the characters that are asked for', () => {
    expect(redact('x y '.repeat(100))).toHaveLength(200);
    expect(redact('x y '.repeat(100), { maxLength: 10 })).toBe('x y x y x…');
  });

  it('holds no address, whatever stands around it', () => {
    const around = fc.string({ unit: 'grapheme', maxLength: 40 });
    const local = fc.stringMatching(/^[a-z0-9!#$%&*+/=?^_{|}~-]{1,20}$/);
    fc.assert(
      fc.property(around, local, fc.constantFrom(' ', ''), around, (before, name, gap, after) => {
        const redacted = redact(`${before}${gap}${name}@mail.example${gap}${after}`, { maxLength: 1_000 });
        expect(findAddresses(redacted).filter(({ address }) => address.endsWith('mail.example'))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes time linear in the text', () => {
    expect(redact('@'.repeat(1_000_000)).length).toBeLessThanOrEqual(200);
    expect(redact(`"${'@"'.repeat(500_000)}`).length).toBeLessThanOrEqual(200);
  });
});
