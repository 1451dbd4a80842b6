import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createReturnPathSigner,
  ReturnPathError,
  verifyReturnPath,
} from '../../shared/return-path/return-path.ts';
import { SigningKeyError } from '../../shared/signing/signing-keys.ts';

const oldKey = 'the key of last year, 32 characters';
const newKey = 'the key of this year, 32 characters';
const domain = 'bounces.shop.example';
const sentAt = new Date('2026-10-05T12:00:00Z');
const daysLater = (days: number) => new Date(sentAt.getTime() + days * 86_400_000);

const signer = createReturnPathSigner({ keys: [newKey, oldKey], domain });
const ann = signer.returnPathFor('Ann <Ann@Example.com>', sentAt);
const longRecipient = `${'a'.repeat(40)}@a-long-name.example`;
const long = signer.returnPathFor(longRecipient, sentAt);

const verify = (returnPath: string, options: Partial<Parameters<typeof verifyReturnPath>[1]> = {}) =>
  verifyReturnPath(returnPath, { keys: [newKey, oldKey], now: daysLater(3), ...options });

describe('a signed return path', () => {
  test('is an address of the inbound domain that names the recipient', () => {
    expect(ann).toMatch(/^bounces\+[a-z2-7]{19}-ann=example\.com@bounces\.shop\.example$/);
    expect(verify(ann)).toEqual({ verified: true, recipient: 'ann@example.com', sentOn: '2026-10-05' });
  });

  test('is the same whenever the mail is built on that day, and another one a day later', () => {
    expect(signer.returnPathFor('ann@example.com', new Date('2026-10-05T23:59:59Z'))).toBe(ann);
    expect(signer.returnPathFor('ann@example.com', new Date('2026-10-06T00:00:00Z'))).not.toBe(ann);
  });

  test('is read from the address in angle brackets and from the token alone', () => {
    const token = ann.slice('bounces+'.length, ann.lastIndexOf('@'));
    for (const form of [`<${ann}>`, token]) {
      expect(verify(form)).toMatchObject({ verified: true, recipient: 'ann@example.com' });
    }
    const plus = signer.returnPathFor('ann+news@example.com', sentAt);
    expect(verify(plus.slice('bounces+'.length, plus.lastIndexOf('@')))).toMatchObject({
      verified: true,
      recipient: 'ann+news@example.com',
    });
  });

  test('is verified whatever case an MTA writes it in', () => {
    expect(verify(ann.toUpperCase())).toMatchObject({ verified: true, recipient: 'ann@example.com' });
  });

  test('never exceeds the 64 octets of a local part, and verifies for its recipient alone', () => {
    const part = fc.stringMatching(/^[a-zA-Z0-9!#$%&'*+/=?^_`{|}~-]{1,30}$/);
    const address = fc
      .tuple(fc.array(part, { minLength: 1, maxLength: 2 }), fc.stringMatching(/^[a-z0-9-]{1,60}$/))
      .map(([local, name]) => `${local.join('.')}@${name}.example`);
    fc.assert(
      fc.property(address, address, (recipient, other) => {
        const returnPath = signer.returnPathFor(recipient, sentAt);
        expect(returnPath.lastIndexOf('@')).toBeLessThanOrEqual(64);
        expect(verify(returnPath, { candidates: [other, recipient] })).toEqual({
          verified: true,
          recipient: recipient.toLowerCase(),
          sentOn: '2026-10-05',
        });
        if (other.toLowerCase() === recipient.toLowerCase()) return;
        expect(verify(returnPath, { candidates: [other] })).not.toMatchObject({
          recipient: other.toLowerCase(),
        });
      }),
    );
  });

  test.each([
    'b!c@example.com',
    'b%c@example.com',
    'b/c@example.com',
    'b=c@example.com',
    'b..c@example.com',
    '"b c"@example.com',
    'josé@example.com',
    'b@[192.0.2.1]',
  ])('leaves out a recipient that MTAs might refuse in a local part: %s', (recipient) => {
    const returnPath = signer.returnPathFor(recipient, sentAt);
    expect(returnPath).toMatch(/^bounces\+[a-z2-7]{19}@/);
    expect(verify(returnPath, { candidates: [recipient] })).toMatchObject({ verified: true });
  });
});

describe('a return path without its recipient', () => {
  test('is verified for the recipient that the returned message names', () => {
    expect(long).toMatch(/^bounces\+[a-z2-7]{19}@/);
    expect(verify(long, { candidates: ['other@example.com', longRecipient.toUpperCase()] })).toEqual({
      verified: true,
      recipient: longRecipient,
      sentOn: '2026-10-05',
    });
  });

  test.each([
    ['no recipient', []],
    ['other recipients', ['ann@example.com', 'not an address']],
    ['it as the 21st', [...Array.from({ length: 20 }, (_, n) => `r${n}@example.com`), longRecipient]],
  ])('is not verified when the returned message names %s', (_, candidates) => {
    expect(verify(long, { candidates })).toEqual({ verified: false, failure: 'recipient-not-named' });
  });
});

describe('a return path is refused', () => {
  test('for another recipient than the signed one, candidates or not', () => {
    const forged = ann.replace('ann=', 'bob=');
    expect(verify(forged, { candidates: ['ann@example.com'] })).toEqual({
      verified: false,
      failure: 'invalid-signature',
    });
  });

  test('when the recipient of a long address puts its own into it', () => {
    const forged = long.replace('@', '-ann=example.com@');
    expect(verify(forged)).toEqual({ verified: false, failure: 'invalid-signature' });
  });

  test('with any character of the day or signature changed', () => {
    for (let at = 'bounces+'.length; at < 'bounces+'.length + 19; at++) {
      const changed = ann.slice(0, at) + (ann[at] === 'b' ? 'c' : 'b') + ann.slice(at + 1);
      expect(verify(changed).verified).toBe(false);
    }
  });

  test('signed with a key that the ledger does not have', () => {
    const stranger = createReturnPathSigner({ keys: ['a key of another stack'], domain });
    expect(verify(stranger.returnPathFor('ann@example.com', sentAt))).toEqual({
      verified: false,
      failure: 'invalid-signature',
    });
  });

  test.each([
    [30, true],
    [31, false],
    [-1, true],
    [-2, false],
  ])('by its age: %d days after sending, accepted %s', (days, verified) => {
    expect(verify(ann, { now: daysLater(days) })).toMatchObject(
      verified ? { verified } : { verified, failure: 'expired' },
    );
  });

  test.each([
    '',
    'bounces@bounces.shop.example',
    'bounces+@bounces.shop.example',
    'bounces+ann=example.com@bounces.shop.example',
    `bounces+${'a'.repeat(18)}@bounces.shop.example`,
    `bounces+${'a'.repeat(19)}-ann@bounces.shop.example`,
    `bounces+${'1'.repeat(19)}@bounces.shop.example`,
    `${ann}${'x'.repeat(400)}`,
  ])('that is not of the form: %s', (returnPath) => {
    expect(verify(returnPath)).toEqual({ verified: false, failure: 'malformed' });
  });

  test('whatever the text is, without an exception', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 400 }), (text) => {
        expect(verify(text).verified).toBe(false);
      }),
    );
  });
});

describe('the signing keys', () => {
  test('are rotated: what the old key signed is verified while the old key is given', () => {
    const before = createReturnPathSigner({ keys: [oldKey], domain }).returnPathFor(
      'ann@example.com',
      sentAt,
    );
    expect(before).not.toBe(ann);
    expect(verify(before)).toMatchObject({ verified: true });
    expect(verify(before, { keys: [newKey] })).toMatchObject({ failure: 'invalid-signature' });
  });

  test.each([
    ['none', []],
    ['one of 15 characters', ['fifteen letters']],
    ['six', Array.from({ length: 6 }, () => newKey)],
  ])('are refused: %s', (_, keys) => {
    expect(() => createReturnPathSigner({ keys, domain })).toThrow(SigningKeyError);
    expect(() => verify(ann, { keys })).toThrow(SigningKeyError);
  });
});

test.each([
  ['a mailbox with a plus sign', () => createReturnPathSigner({ keys: [newKey], domain, mailbox: 'a+b' })],
  ['an empty domain', () => createReturnPathSigner({ keys: [newKey], domain: '' })],
  ['a recipient that is no address', () => signer.returnPathFor('ann')],
  ['a day before 2020', () => signer.returnPathFor('ann@example.com', new Date(0))],
  ['an invalid date', () => signer.returnPathFor('ann@example.com', new Date(Number.NaN))],
])('%s is an error of the caller', (_, act) => {
  expect(act).toThrow(ReturnPathError);
});
