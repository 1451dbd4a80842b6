import { describe, expect, test } from 'vitest';
import { readTranslations } from '../../shared/failure-codes/translations.ts';

const known = new Set([2001, 3001, 3100]);
const read = (text: string) => readTranslations('codes/response_translations.list', text, known);

describe('a translation file', () => {
  test('has one rule a line; comments and blank lines are nothing', () => {
    const { rules, faults } = read('# ours\r\n\r\nuser (gone|moved)~~2001\n  on leave ~~ 3100  \n');
    expect(faults).toEqual([]);
    expect(rules).toMatchObject([
      { line: 3, pattern: 'user (gone|moved)', code: 2001 },
      { line: 4, pattern: 'on leave', code: 3100 },
    ]);
  });

  test('may have the separator in an expression: the last one counts', () => {
    expect(read('a~~b~~2001').rules).toMatchObject([{ pattern: 'a~~b', code: 2001 }]);
  });

  test.each([
    ['a line that is no rule', 'no code at all', 'expression~~code'],
    ['an empty expression', '~~2001', 'expression~~code'],
    ['a code of nobody', 'gone~~1234', 'neither a shipped one nor one of codes.own'],
    ['a code in words', 'gone~~gone', 'neither a shipped one'],
    ['look-ahead', '(?=gone)x~~2001', 'RE2 syntax'],
    ['a back-reference', '(a)\\1~~2001', 'RE2 syntax'],
    ['an expression that does not close', '(gone~~2001', 'RE2 syntax'],
    ['an expression too long', `${'a'.repeat(1_001)}~~2001`, '1000 characters'],
  ])('names file and line of %s', (_, line, says) => {
    const { rules, faults } = read(`fine~~2001\n${line}\n`);
    expect(rules).toHaveLength(1);
    expect(faults).toMatchObject([{ file: 'codes/response_translations.list', line: 2 }]);
    expect(faults[0]?.message).toMatch(/^codes\/response_translations\.list:2: /);
    expect(faults[0]?.message).toContain(says);
  });
});
