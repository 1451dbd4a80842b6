import { createTransport } from 'nodemailer';
import { describe, expect, test } from 'vitest';
import {
  ListUnsubscribeError,
  type ListUnsubscribeOptions,
  listUnsubscribeHeaders,
} from '../../shared/list-unsubscribe/headers.ts';
import { verifyListUnsubscribe } from '../../shared/list-unsubscribe/verify.ts';
import { SigningKeyError, signatureOf } from '../../shared/signing/signing-keys.ts';

const oldKey = 'the key of last year, 32 characters';
const newKey = 'the key of this year, 32 characters';
const sentAt = new Date('2026-10-05T12:00:00Z');
const daysLater = (days: number) => new Date(sentAt.getTime() + days * 86_400_000);

const options: ListUnsubscribeOptions = {
  address: 'Ann <Ann@Example.com>',
  list: 'newsletter',
  url: 'https://api.shop.example',
  keys: [newKey, oldKey],
  sentAt,
};
const headersOf = (changes: Partial<ListUnsubscribeOptions> = {}) =>
  listUnsubscribeHeaders({ ...options, ...changes });
const tokenOf = (changes: Partial<ListUnsubscribeOptions> = {}) =>
  /\/v1\/unsubscribe\/([\w.-]+)>/.exec(headersOf(changes)['List-Unsubscribe'])?.[1] ?? '';
const verify = (token: string, keys: readonly string[] = [newKey, oldKey], now = daysLater(3)) =>
  verifyListUnsubscribe(token, { keys, now });

describe('the headers', () => {
  test('are those of RFC 2369 and RFC 8058, with one https URL', () => {
    expect(headersOf()).toEqual({
      'List-Unsubscribe': expect.stringMatching(/^<https:\/\/api\.shop\.example\/v1\/unsubscribe\/[\w.-]+>$/),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  test('name the mailbox for requests by mail after the URL', () => {
    const { 'List-Unsubscribe': value } = headersOf({ mailto: 'leave+50%@shop.example' });
    expect(value).toMatch(/>, <mailto:leave%2B50%25@shop\.example\?subject=unsubscribe>$/);
  });

  test('carry on the path of a domain in front of the stack', () => {
    expect(headersOf({ url: 'https://shop.example/mail/' })['List-Unsubscribe']).toMatch(
      /^<https:\/\/shop\.example\/mail\/v1\/unsubscribe\//,
    );
  });

  test('come unbroken through a mailer that folds headers, at the greatest lengths', async () => {
    const address = `${'ä'.repeat(32)}@${`${'d'.repeat(49)}.`.repeat(4)}example`;
    const headers = headersOf({ address, list: 'é'.repeat(32), mailto: 'leave@shop.example' });
    expect(headers['List-Unsubscribe'].length).toBeLessThan(900);
    const transport = createTransport({ streamTransport: true, buffer: true });
    const { message } = await transport.sendMail({
      from: 'news@shop.example',
      to: 'ann@example.com',
      text: 'Hello',
      headers: { ...headers },
    });
    const unfolded = message.toString().replace(/\r\n(?=[ \t])/g, '');
    expect(unfolded).toContain(`List-Unsubscribe: ${headers['List-Unsubscribe']}\r\n`);
    expect(unfolded).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n');
  });

  test.each<[string, Partial<ListUnsubscribeOptions>]>([
    ['an address that is none', { address: 'ann' }],
    ['an empty list', { list: '' }],
    ['a list of 65 bytes', { list: `${'é'.repeat(32)}x` }],
    ['a list with a line break', { list: 'news\r\nBcc: bob@example.com' }],
    ['an http URL', { url: 'http://api.shop.example' }],
    ['no URL', { url: 'api.shop.example' }],
    ['a mailbox that is none', { mailto: 'leave' }],
    ['an invalid date', { sentAt: new Date(Number.NaN) }],
  ])('are not made of %s', (_, changes) => {
    expect(() => headersOf(changes)).toThrow(ListUnsubscribeError);
  });

  test('are not made with a key of 15 characters', () => {
    expect(() => headersOf({ keys: ['fifteen letters'] })).toThrow(SigningKeyError);
  });

  test('are made with an http URL of this machine, to try it', () => {
    expect(headersOf({ url: 'http://127.0.0.1:3000' })['List-Unsubscribe']).toMatch(/^<http:\/\/127/);
  });
});

describe('the token of the URL', () => {
  test('names address, list and day of the mail', () => {
    expect(verify(tokenOf())).toEqual({
      verified: true,
      address: 'ann@example.com',
      list: 'newsletter',
      sentOn: '2026-10-05',
    });
  });

  test('is valid for two years, and for a day before its own since clocks differ', () => {
    const token = tokenOf();
    const at = (days: number) => verify(token, undefined, daysLater(days));
    expect(at(730)).toMatchObject({ verified: true });
    expect(at(731)).toEqual({ verified: false, failure: 'expired' });
    expect(at(-1)).toMatchObject({ verified: true });
    expect(at(-2)).toEqual({ verified: false, failure: 'expired' });
  });

  test('of a rotated key is good while that key is given', () => {
    const token = tokenOf({ keys: [oldKey] });
    expect(verify(token)).toMatchObject({ verified: true });
    expect(verify(token, [newKey])).toEqual({ verified: false, failure: 'invalid-signature' });
  });

  test('does not verify with the payload of another', () => {
    const [, signature] = tokenOf().split('.');
    const [payload] = tokenOf({ address: 'bob@example.com' }).split('.');
    expect(verify(`${payload}.${signature}`)).toEqual({ verified: false, failure: 'invalid-signature' });
  });

  test('does not verify with a character changed', () => {
    const token = tokenOf();
    // The last character of 22 holds four bits that are no part of the signature.
    for (let at = 0; at < token.length - 1; at++) {
      const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      if (changed === token) continue;
      expect(verify(changed).verified, `character ${at}`).toBe(false);
    }
  });

  test('does not verify with a signature made for another purpose', () => {
    const [payload = ''] = tokenOf().split('.');
    const signature = signatureOf(newKey, 'return-path', payload, 16).toString('base64url');
    expect(verify(`${payload}.${signature}`)).toEqual({ verified: false, failure: 'invalid-signature' });
  });

  test.each([
    ['not JSON', 'ann'],
    ['an object', '{}'],
    ['an address that is none', '[20731,"news","ann"]'],
    ['a list without a name', '[20731,"","ann@example.com"]'],
    ['half a day', '[20731.5,"news","ann@example.com"]'],
  ])('is malformed when what was signed is %s', (_, text) => {
    const payload = Buffer.from(text).toString('base64url');
    const signature = signatureOf(newKey, 'list-unsubscribe', payload, 16).toString('base64url');
    expect(verify(`${payload}.${signature}`)).toEqual({ verified: false, failure: 'malformed' });
  });

  test.each(['', '.', 'a.b', `${'a'.repeat(2_048)}.${'b'.repeat(22)}`, '../../etc', 'ann%40example.com'])(
    'is malformed: %s',
    (token) => {
      expect(verify(token)).toEqual({ verified: false, failure: 'malformed' });
    },
  );
});
