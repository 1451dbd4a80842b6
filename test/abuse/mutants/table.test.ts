import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mutants, rules } from './mutants.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const adversaries = readdirSync(`${root}/test/abuse`).filter((name) => name.endsWith('.test.ts'));

test.each(Object.keys(rules))('rule %s has a mutant', (rule) => {
  expect(mutants.filter((mutant) => String(mutant.rule) === rule)).not.toEqual([]);
});

test('every adversary notices one', () => {
  const noticing = new Set(mutants.map(({ noticed: [file] }) => `${file}.test.ts`));
  // What stands before the servers of this machine belongs to no rule of the ledger.
  expect([...noticing, 'web-page.test.ts'].toSorted()).toEqual(adversaries.toSorted());
});

describe.each(mutants)('without $without', ({ file, from, to, noticed: [adversary, tests] }) => {
  test('the check stands once in its file, and the mutant is another text', () => {
    expect(readFileSync(`${root}/${file}`, 'utf8').split(from)).toHaveLength(2);
    expect(to).not.toBe(from);
  });

  test('the adversary has tests of that name', () => {
    const text = readFileSync(`${root}/test/abuse/${adversary}.test.ts`, 'utf8');
    expect(text).toContain(tests);
  });
});
