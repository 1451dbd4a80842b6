import { expect, test } from 'vitest';
import { shippedRules } from '../../shared/classifier/create.ts';
import { packRules, unpackRules } from '../../shared/classifier/rules-file.ts';

test('rules come out of their file as they were compiled', () => {
  const compiled = shippedRules();
  expect(unpackRules(packRules(compiled))).toEqual(compiled);
});

test('a file that is none says so', () => {
  expect(() => unpackRules(Buffer.from('no rules'))).toThrow();
});
