import { describe, expect, it, test } from 'vitest';
import { inBothSpellings } from '../../shared/classifier/spelling.ts';
import { expandFamilies, inAllSpellings } from '../../shared/classifier/words.ts';

describe('a family of words', () => {
  test.each([
    ['words', { a: ['one', 'two'] }, ['one', 'two']],
    ['another family', { a: ['{b}', 'two'], b: ['one'] }, ['one', 'two']],
    [
      'combinations',
      { a: [{ combine: [['is', 'was'], ['not'], ['so', 'x']] }] },
      ['is not so', 'is not x', 'was not so', 'was not x'],
    ],
    ['articles that elide', { a: [{ combine: [['', "l'"], ['ami']] }] }, ['ami', "l'ami"]],
    [
      'a family in a combination',
      { a: [{ combine: [['{b}'], ['so']] }], b: ['not', 'never'] },
      ['not so', 'never so'],
    ],
    ['a word once', { a: ['one', '{b}'], b: ['one'] }, ['one']],
  ])('may have %s', (_, families, words) => {
    expect(expandFamilies(families).a).toEqual(words);
  });

  it('cannot include itself, nor one that does not exist', () => {
    expect(() => expandFamilies({ a: ['{b}'], b: ['{a}'] })).toThrow('{a} includes itself');
    expect(() => expandFamilies({ a: ['{b}'] })).toThrow('Unknown word family {b}');
  });
});

test('words are known in every spelling of their letters', () => {
  expect(inAllSpellings(['für', 'gut'], { ü: 'ue' })).toEqual(['für', 'gut', 'fuer']);
  expect(inAllSpellings(['größe'], { ö: 'oe', ß: 'ss' })).toEqual(['größe', 'groeße', 'grösse', 'groesse']);
});

test('email is known in two words, but for names and open words', () => {
  expect(inBothSpellings(['your email', 'x/email', 'email*'])).toEqual([
    'your email',
    'x/email',
    'email*',
    'your e mail',
  ]);
});
