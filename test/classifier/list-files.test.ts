import { describe, expect, test } from 'vitest';
import { parseListFile } from '../../shared/classifier/list-files.ts';

const known = new Set([2001, 3001, 3100]);
const parse = (text: string) => parseListFile('codes/response_translations.list', text, known);

describe('a list file', () => {
  test('has one rule a line; comments and blank lines are ignored', () => {
    const { rules, issues } = parse('# custom\r\n\r\nuser (gone|moved)~~2001\n  on leave ~~ 3100  \n');
    expect(issues).toEqual([]);
    expect(rules).toMatchObject([
      { line: 3, pattern: 'user (gone|moved)', code: 2001 },
      { line: 4, pattern: 'on leave', code: 3100 },
    ]);
  });

  test('may have the separator in an expression: the last one counts', () => {
    expect(parse('a~~b~~2001').rules).toMatchObject([{ pattern: 'a~~b', code: 2001 }]);
  });

  test.each([
    ['a line that is no rule', 'no code at all', 'expression~~code'],
    ['an empty expression', '~~2001', 'expression~~code'],
    ['an unknown code', 'gone~~1234', 'Unknown failure code. Use a shipped code, or add it to codes.custom'],
    ['a code in words', 'gone~~gone', 'Unknown failure code'],
    ['look-ahead', '(?=gone)x~~2001', 'RE2 syntax'],
    ['a back-reference', '(a)\\1~~2001', 'RE2 syntax'],
    ['an expression that does not close', '(gone~~2001', 'RE2 syntax'],
    ['an expression too long', `${'a'.repeat(1_001)}~~2001`, '1000 characters'],
  ])('names file and line of %s', (_, line, message) => {
    const { rules, issues } = parse(`fine~~2001\n${line}\n`);
    expect(rules).toHaveLength(1);
    expect(issues).toMatchObject([{ file: 'codes/response_translations.list', line: 2 }]);
    expect(issues[0]?.message).toMatch(/^codes\/response_translations\.list:2: /);
    expect(issues[0]?.message).toContain(message);
  });
});
