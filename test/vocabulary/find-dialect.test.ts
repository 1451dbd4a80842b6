import { describe, expect, test } from 'vitest';
import { findDialect } from './find-dialect.ts';

const wordsIn = (file: string, text: string) => findDialect(file, text).map(({ word }) => word);

describe('a word of the dialect', () => {
  test.each([
    ['a comment', '// is proven by its signature', 'proven'],
    ['an identifier of its own', 'function greet() {}', 'greet'],
    ['the beginning of an identifier', 'export function greetUrlCheck() {}', 'greet'],
    ['the end of an identifier', 'const webhookPatience = 1;', 'Patience'],
    ['a constant', 'const MAY_NAME_NOBODY = new Set();', 'NOBODY'],
    ['a message', "throw new Error('The greeting is missing.');", 'greeting'],
  ])('is found in %s', (_, line, word) => {
    expect(wordsIn('shared/x.ts', line)).toEqual([word]);
  });

  test('is not found in a longer word', () => {
    expect(wordsIn('shared/x.ts', 'const warehouseImprovement = approve(recommended);')).toEqual([]);
  });

  test('is named with its line and the term to use', () => {
    expect(findDialect('docs/x.md', 'One.\n\nA genuine request.')).toEqual([
      { line: 3, word: 'genuine', term: 'verified' },
    ]);
  });

  test('is data in a reply', () => {
    expect(wordsIn('shared/x.ts', "const reply = '550 5.1.1 nobody lives in this house';")).toEqual([]);
  });
});

describe('a test that quotes replies and mails', () => {
  const found = (text: string) => wordsIn('test/mail/x.test.ts', text);

  test('may have any word in its data', () => {
    expect(found("const mail = 'From: nobody'; const text = `a genuine\nhouse`;")).toEqual([]);
  });

  test.each([
    ['title', "it('takes a genuine mail', () => {});"],
    ['title of a group', "describe('genuine mails', () => {});"],
    ['title behind a table', "test.each([['a', 'house']])('%s is genuine', () => {});"],
    ['comment with an apostrophe', "// the receiver's genuine reply isn't here"],
    ['identifier', "const genuine = parse('house');"],
  ])('is checked in each %s', (_, text) => {
    expect(found(text)).toEqual(['genuine']);
  });
});

test('an engine is an emulator in local/, and what classifies elsewhere', () => {
  expect(wordsIn('local/x.ts', 'startEngines();')).toEqual(['Engines']);
  expect(wordsIn('shared/classifier/x.ts', '// the engine of the classifier')).toEqual([]);
});
