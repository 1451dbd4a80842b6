import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  findMostSpecificStatus,
  findStatus,
  findStatusAfterReplyCode,
} from '../../shared/smtp/enhanced-status.ts';
import { findReplyCode, findReplyCodeInProse } from '../../shared/smtp/reply-code.ts';

describe('an enhanced status code in a text', () => {
  test.each([
    ['550 5.1.1 unknown', '5.1.1'],
    ['(#5.7.17)', '5.7.17'],
    ['host 5.2.3.4 refused', ''],
    ['version 15.1.1', ''],
    ['v5.1.1', ''],
    ['3.1.1', ''],
    ['5.1234.1', ''],
    ['4.4.7.', '4.4.7'],
  ])('%s: "%s"', (text, status) => {
    expect(findStatus(text)).toBe(status);
  });

  test.each([
    ['554 5.0.0 rejected (#5.7.1)', '5.7.1'],
    ['554 5.0.0 rejected', '5.0.0'],
    ['status 5.2.2, host said 550-5.1.1 no', '5.1.1'],
    ['5.2.2 then 550 5.0.0', '5.2.2'],
    ['nothing here', ''],
  ])('that says most in "%s" is "%s"', (text, status) => {
    expect(findMostSpecificStatus(text)).toBe(status);
  });

  test.each([
    ['550 5.1.1 no', '5.1.1'],
    ['550-5.1.1 no', '5.1.1'],
    ['550 #5.1.1 no', '5.1.1'],
    ['5.1.1 no', ''],
    ['x1550 5.1.1', ''],
    ['8.550 5.1.1', ''],
    ['350 5.1.1', ''],
  ])('behind a reply code in "%s" is "%s"', (text, status) => {
    expect(findStatusAfterReplyCode(text)).toBe(status);
  });

  it('is found wherever a text without digits stands around it', () => {
    const status = fc
      .tuple(fc.constantFrom(2, 4, 5), fc.nat(999), fc.nat(999))
      .map((parts) => parts.join('.'));
    const words = fc.stringMatching(/^([ a-z,:()]*[ ,:()])?$/);
    fc.assert(
      fc.property(words, status, words, (before, code, after) => {
        expect(findStatus(`${before}${code} ${after}`)).toBe(code);
      }),
    );
  });
});

describe('a reply code', () => {
  test.each([
    ['550 no', '550'],
    ['550-no', '550'],
    ['queue id 5501, in 2024: 451 later', '451'],
    ['250 fine', ''],
    ['10.0.0.550', ''],
    ['at 12:450', '450'],
    ['port 450:', ''],
  ])('in the reply "%s" is "%s"', (text, code) => {
    expect(findReplyCode(text)).toBe(code);
  });

  test.each([
    ['550 no such user', '550'],
    ['The host said: 552 full', '552'],
    ['mx.example.net refused your message.\n451 try later', '451'],
    ['We tried for 450 seconds', ''],
    ['Messages above 500 are not taken', ''],
    ['error: 512 bytes', ''],
    ['said: 599 x', ''],
  ])('in the prose "%s" is "%s"', (text, code) => {
    expect(findReplyCodeInProse(text)).toBe(code);
  });
});
