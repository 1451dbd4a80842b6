import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureCodeTables } from '../../shared/failure-codes/markdown-tables.ts';
import {
  asFailureCode,
  codeNamed,
  codesSuppressedAs,
  failureGroups,
  generalCodeOf,
  groupOf,
  isFailureCode,
  isMessageRejected,
  isPermanentByDefault,
  retentionOf,
  shippedCodes,
} from '../../shared/failure-codes/scheme.ts';
import { withMarkdownTables } from '../../shared/markdown-tables.ts';

const numbers = shippedCodes.map(({ code }) => code);

describe('the scheme', () => {
  test('has 27 codes, in order, each with a name and a meaning of its own', () => {
    expect(numbers).toEqual([
      ...[1002, 1003, 1004, 1006, 1007, 1011, 1999],
      ...[2001, 2002, 2003, 2004, 2999],
      ...[3001, 3002, 3003, 3004, 3005, 3999],
      ...[4001, 4002, 4003, 4004, 4006, 4999],
      ...[5001, 5999, 9999],
    ]);
    expect(new Set(shippedCodes.map(({ meaning }) => meaning)).size).toBe(27);
    expect(new Set(shippedCodes.map(({ name }) => name)).size).toBe(27);
  });

  test('groups by the thousands digit', () => {
    expect([...new Set(shippedCodes.map(({ group }) => group))]).toEqual(failureGroups);
    expect(groupOf(asFailureCode(2750))).toBe('permanent');
    expect(groupOf(asFailureCode(7000))).toBe('unknown');
  });

  test.each([0, 999, 10_000, 2001.5, Number.NaN])('%d is no failure code', (value) => {
    expect(isFailureCode(value)).toBe(false);
    expect(() => asFailureCode(value)).toThrow('four digits');
  });

  test('finds a code by its name', () => {
    expect(codeNamed('account-inactive')).toBe(3002);
    expect(shippedCodes.map(({ name }) => codeNamed(name))).toEqual(numbers);
  });

  test('gives the "any other reason" of a code, and 9999 beyond the shipped groups', () => {
    const general = (code: number) => generalCodeOf(asFailureCode(code));
    expect([1002, 2750, 3001, 4003, 5001, 6000, 9999].map(general)).toEqual([
      1999, 2999, 3999, 4999, 5999, 9999, 9999,
    ]);
  });

  test('knows which codes report on the message, and which are permanent by default', () => {
    expect(numbers.filter(isMessageRejected)).toEqual([1002, 1003, 1004, 1006, 1007, 1011, 1999]);
    expect(numbers.filter(isPermanentByDefault)).toEqual(
      numbers.filter((code) => code < 3000 || code === 3002),
    );
  });

  test('retains a custom code as its group, and apart beyond the shipped groups', () => {
    const retention = (code: number) => retentionOf(asFailureCode(code));
    expect([2001, 2750, 3100, 4100, 5100, 1500].map(retention)).toEqual([
      'address',
      'permanent',
      'temporary',
      'temporary',
      'informational',
      'incident',
    ]);
    expect([6000, 9998, 9999].map(retention)).toEqual(['custom', 'custom', 'unknown']);
  });

  test('suppresses by codes of the address, the mailbox and its domain, never by 1xxx, 5xxx or 9999', () => {
    expect(codesSuppressedAs('address-unknown')).toEqual([2001]);
    expect(codesSuppressedAs('domain-trouble')).toEqual([3005, 4003, 4006]);
    expect(codesSuppressedAs(null)).toEqual([1002, 1003, 1004, 1006, 1007, 1011, 1999, 5001, 5999, 9999]);
  });
});

test('docs/codes.md has the tables of the scheme (npm run docs)', () => {
  const document = readFileSync(new URL('../../docs/codes.md', import.meta.url), 'utf8');
  expect(document).toContain('| 1002');
  expect(withMarkdownTables(document, failureCodeTables)).toBe(document);
});
