import { describe, expect, test } from 'vitest';
import { asFailureCode, failureGroups, groupOf, shippedCodes } from '../../shared/failure-codes/scheme.ts';

describe('the scheme', () => {
  test('has 27 codes, in order, each with words of its own', () => {
    const codes = shippedCodes.map(({ code }) => code);
    expect(codes).toEqual([
      ...[1002, 1003, 1004, 1006, 1007, 1011, 1999],
      ...[2001, 2002, 2003, 2004, 2999],
      ...[3001, 3002, 3003, 3004, 3005, 3999],
      ...[4001, 4002, 4003, 4004, 4006, 4999],
      ...[5001, 5999, 9999],
    ]);
    expect(new Set(shippedCodes.map(({ meaning }) => meaning)).size).toBe(27);
  });

  test('groups by the thousands digit', () => {
    expect([...new Set(shippedCodes.map(({ group }) => group))]).toEqual(failureGroups);
    expect(groupOf(asFailureCode(2750))).toBe('permanent');
    expect(groupOf(asFailureCode(7000))).toBe('unknown');
  });

  test.each([0, 999, 10_000, 2001.5, Number.NaN])('%d is no code', (value) => {
    expect(() => asFailureCode(value)).toThrow('four digits');
  });
});
