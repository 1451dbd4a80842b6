/** What a phrase of a rule matches, by rule sets of a few phrases. */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { classifierOver } from '../../shared/classifier/classify.ts';
import { compileRules } from '../../shared/classifier/compile.ts';
import { normalizePhrase } from '../../shared/classifier/normalize.ts';
import type { Conditions, Rule, WordFamilies } from '../../shared/classifier/rule.ts';

const words: WordFamilies = {
  fruit: ['apple', 'ripe pear', 'pear', 'plum*'],
  state: ['is gone', 'went off'],
};

function rule(id: string, phrases: readonly string[], when: Conditions | null = null): Rule {
  return { id, code: 2001, tier: 'cause', when, phrases };
}

/** The id of the rule that decides, of rules in the order in which they decide. */
function deciding(rules: readonly Rule[], diagnostic: string, more: object = {}): string {
  return classifierOver(compileRules({ rules, words })).classify({ diagnostic, ...more }).rule;
}

function matches(phrase: string, text: string, more: object = {}): boolean {
  return deciding([rule('r', [phrase])], text, more) === 'r';
}

describe('a phrase', () => {
  test.each([
    ['its words, whatever case, accents and punctuation', 'grün apple', 'GRUN: (Äpple)'],
    ['its words around an address', 'user unknown', 'user <ann@b.example> unknown'],
    ['its words around a host with its IP address', 'user unknown', 'user mx.b.example[192.0.2.1] unknown'],
    [
      'its words around a status and the repeated reply code',
      'user unknown',
      '550-user\r\n550 5.1.1 unknown',
    ],
    ['its words without apostrophes', 'cant find', "can't find"],
    ['an open end', 'black*', 'blacklisted'],
    ['an open beginning', '*listed', 'blacklisted'],
    ['email in two words', 'no email', 'no e-mail'],
    ['any word of a family', 'no {fruit} here', 'no apple here'],
    ['a word of a family that ends with another', 'no {fruit} here', 'no ripe pear here'],
    ['an open word of a family at its end', 'no {fruit}', 'no plums'],
    ['a near gap', 'a1 .. b2', 'a1 xxxxxxxxxxxxxxxxxxxxxxxx b2'],
    ['a far gap', 'a1 ... b2', `a1 ${'x'.repeat(80)} b2`],
    ['both, anywhere', 'a1 + b2', `b2 ${'x'.repeat(500)} a1`],
    ['a negation that is a part of it', 'not .. full', 'not so full'],
    ['a word behind a negation further off', 'full', 'not so: full'],
  ])('matches %s: "%s"', (_, phrase, text) => {
    expect(matches(phrase, text)).toBe(true);
  });

  test.each([
    ['another order', 'a1 b2', 'b2 a1'],
    ['words with another between them', 'a1 b2', 'a1 x b2'],
    ['a part of a word', 'list', 'blacklisted'],
    ['a word of another script that looks alike', 'сор', 'cop'],
    ['words across more than a near gap', 'a1 .. b2', `a1 ${'x'.repeat(31)} b2`],
    ['words across more than a far gap', 'a1 ... b2', `a1 ${'x'.repeat(91)} b2`],
    ['one of both', 'a1 + b2', 'a1 alone'],
    ['a family with words between', 'no {fruit} here', 'no apple is here'],
    ['a word that is negated', 'virus', 'not a virus'],
    ['a family that is negated', '{fruit} {state}', 'nor apple is gone'],
    ['the words of an address', 'unknown', 'unknown@b.example'],
  ])('does not match %s: "%s"', (_, phrase, text) => {
    expect(matches(phrase, text)).toBe(false);
  });
});

describe('conditions', () => {
  test.each([
    ['a status', { status: ['5.1'] }, '550 5.1.1 apple', {}, true],
    ['a status of either class', { status: ['.1.1'] }, '450 4.1.1 apple', {}, true],
    ['a status that begins alike, but is another', { status: ['5.1'] }, '550 5.10.1 apple', {}, false],
    ['no status', { status: [''] }, '550 apple', {}, true],
    ['a reply code', { replyCode: ['55'] }, '552 apple', {}, true],
    ['a class of reply codes, told by a status alone', { replyCode: ['4'] }, '4.0.0 apple', {}, true],
    ['another class of reply codes, told by a status', { replyCode: ['4'] }, '5.0.0 apple', {}, false],
    ['another reply code', { replyCode: ['55'] }, '450 apple', {}, false],
    ['a command', { command: ['mail'] }, 'host said: 550 apple (in reply to MAIL FROM command)', {}, true],
    ['an unknown command', { command: ['mail'] }, '550 apple', {}, false],
    ['a provider', { provider: ['ses'] }, '550 apple', { provider: 'ses' }, true],
    [
      'two of which one fails',
      { provider: ['ses'], replyCode: ['4'] },
      '550 apple',
      { provider: 'ses' },
      false,
    ],
  ] as const)('hold by %s', (_, when, text, more, holds) => {
    expect(deciding([rule('r', ['apple'], when)], text, more) === 'r').toBe(holds);
  });
});

describe('of several rules that match', () => {
  const rules = [rule('first', ['pear', 'apple + tree']), rule('second', ['apple']), rule('third', ['tree'])];

  test.each([
    ['tree apple', 'first'],
    ['apple', 'second'],
    ['tree, then a pear', 'first'],
    ['tree', 'third'],
  ])('the first decides: "%s"', (text, id) => {
    expect(deciding(rules, text)).toBe(id);
  });

  it('all are explained, in their order, with the words they match', () => {
    const text = 'an apple, a tree';
    const { matched } = classifierOver(compileRules({ rules, words })).explain({ diagnostic: text });
    const found = matched.map(({ rule: id, spans }) => [
      id,
      ...spans.map(({ start, end }) => text.slice(start, end)),
    ]);
    expect(found).toEqual([
      ['first', 'apple', 'tree'],
      ['second', 'apple'],
      ['third', 'tree'],
    ]);
  });
});

/** Few letters, so that phrases overlap, contain and begin each other. */
const word = fc.stringMatching(/^[ab]{1,3}$/);
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(' '));
const phraseOfWords = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));

it('the automaton finds what a search for each phrase finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(phraseOfWords, { minLength: 1, maxLength: 12 }), text, (phrases, reply) => {
      const rules = phrases.map((phrase, index) => rule(`r${index}`, [phrase]));
      const first = phrases.findIndex((phrase) => ` ${reply} `.includes(` ${phrase} `));
      expect(deciding(rules, reply)).toBe(first < 0 ? 'none' : `r${first}`);
    }),
    { numRuns: 1_000 },
  );
});

describe('a rule set that cannot be compiled', () => {
  test.each([
    ['an unknown family', [rule('r', ['{nut}'])], 'Rule r: unknown word family {nut}.'],
    ['an empty phrase', [rule('r', ['...'])], 'Rule r: the phrase "..." is too short.'],
    ['two rules of one id', [rule('r', ['apple']), rule('r', ['pear'])], 'Two rules have the same id.'],
  ])('is refused: %s', (_, rules, message) => {
    expect(() => compileRules({ rules, words })).toThrow(message);
  });

  test('a phrase normalizes to at least a letter', () => {
    expect(normalizePhrase('a').length).toBe(3);
  });
});
