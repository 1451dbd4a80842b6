import { describe, expect, it } from 'vitest';
import { foldPhrase } from '../../shared/classifier/fold.ts';
import { ruleFiles } from '../../shared/classifier/rules/index.ts';
import { RECEIVER, VAGUE } from '../../shared/classifier/rules/strength.ts';
import { words } from '../../shared/classifier/rules/words.ts';
import { shippedCodes } from '../../shared/failure-codes/scheme.ts';
import { classify } from './classifier.ts';
import { addresses } from './examples/addresses.ts';
import { domains } from './examples/domains.ts';
import { languages } from './examples/languages.ts';
import { mailboxes } from './examples/mailboxes.ts';
import { messages } from './examples/messages.ts';
import { notTheAddress } from './examples/not-the-address.ts';
import { people } from './examples/people.ts';
import { receivers } from './examples/receivers.ts';
import { receiversOfAddresses } from './examples/receivers-of-addresses.ts';
import { senders } from './examples/senders.ts';
import { servers } from './examples/servers.ts';

const rules = ruleFiles.flatMap(({ file, rules }) =>
  rules.map((rule) => ({ ...rule, name: `${file}/${rule.name}` })),
);
const FAMILY = /\{([\w-]+)\}/g;

/** What of a phrase is compared: its words as they are folded, its families and its gaps. */
function comparable(phrase: string): string {
  return phrase
    .split(/( \.{2,3} | \+ |\{[\w-]+\})/)
    .map((part) => (/^( |\{)/.test(part) ? part : [...foldPhrase(part)].join()))
    .join('|');
}

const twice = (items: readonly string[]): readonly string[] =>
  items.filter((item, index) => items.indexOf(item) !== index);

describe("the rules' data", () => {
  it('names every rule once', () => {
    expect(twice(rules.map(({ name }) => name))).toEqual([]);
  });

  it('gives codes of the scheme', () => {
    const known = new Set<number>(shippedCodes.map(({ code }) => code));
    expect(rules.filter(({ code }) => !known.has(code))).toEqual([]);
  });

  it('has no rule without a phrase', () => {
    expect(rules.filter(({ phrases }) => phrases.length === 0).map(({ name }) => name)).toEqual([]);
  });

  it('says of every phrase where it was seen', () => {
    const unseen = rules.flatMap(({ name, phrases }) =>
      phrases.filter(([, seen]) => seen.trim().length < 3).map(([phrase]) => `${name}: ${phrase}`),
    );
    expect(unseen).toEqual([]);
  });

  it('says each phrase once under the same guard', () => {
    const all = rules.flatMap(({ guard, phrases }) =>
      phrases.map(([phrase]) => `${comparable(phrase)} ${JSON.stringify(guard ?? null)}`),
    );
    expect(twice(all)).toEqual([]);
  });

  it('uses every family of words, and only families there are', () => {
    const used = new Set(
      rules.flatMap(({ phrases }) =>
        phrases.flatMap(([phrase]) => [...phrase.matchAll(FAMILY)].map(([, name]) => name)),
      ),
    );
    expect([...used].sort()).toEqual(Object.keys(words).sort());
  });

  it.each(Object.entries(words))('says each word of {%s} once', (_, family) => {
    expect(twice(family.map((word) => [...foldPhrase(word)].join()))).toEqual([]);
  });

  it('lets no phrase stand alone that is so short that it is found everywhere', () => {
    const alone = rules.flatMap(({ name, phrases }) =>
      phrases
        .filter(([phrase]) => !/\{| \.\. | \.\.\. | \+ /.test(phrase))
        .map(([phrase]) => `${name}: ${phrase}`),
    );
    expect(alone.filter((phrase) => foldPhrase(phrase.slice(phrase.indexOf(': ') + 2)).length < 4)).toEqual(
      [],
    );
  });

  it('keeps strengths on the ladder, receivers at its top or below the words', () => {
    for (const { name, strength } of rules) {
      expect(strength).toBeGreaterThan(0);
      expect(strength).toBeLessThan(100);
      if (!name.startsWith('receivers/')) expect(strength, name).toBeLessThan(RECEIVER);
      else expect(strength, name).toBeGreaterThan(VAGUE);
    }
  });
});

describe('every rule', () => {
  const examples = [
    ...addresses,
    ...mailboxes,
    ...domains,
    ...messages,
    ...people,
    ...receivers,
    ...receiversOfAddresses,
    ...senders,
    ...servers,
    ...Object.values(languages).flat(),
    ...notTheAddress.map((phrase) => [0, `550 ${phrase}`] as const),
  ];
  const deciding = new Set(
    examples.map(([, reply, status]) => classify(reply, status === undefined ? {} : { status }).rule),
  );

  it.each(rules.map(({ name }) => name))('%s decides an example', (name) => {
    expect(deciding.has(name)).toBe(true);
  });
});
