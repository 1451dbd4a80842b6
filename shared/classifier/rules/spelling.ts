/** `e-mail` folds to two words: what is said of `email` is said of `e mail` too. */
import type { WordFamilies } from '../compile.ts';
import type { Phrase, RuleFile } from '../rule.ts';

const EMAIL = /\b(?<![/.*])email(?=s?\b)(?![.*])/g;

function spelledApart(text: string): string {
  return text.replaceAll(EMAIL, 'e mail');
}

/** The rules with every phrase in both spellings. */
export function inBothSpellings(file: RuleFile): RuleFile {
  return { ...file, rules: file.rules.map((rule) => ({ ...rule, phrases: phrasesInBoth(rule.phrases) })) };
}

function phrasesInBoth(phrases: readonly Phrase[]): readonly Phrase[] {
  const known = new Set(phrases.map(([phrase]) => phrase));
  const apart = phrases.flatMap(([phrase, seen]): readonly Phrase[] => {
    const other = spelledApart(phrase);
    return known.has(other) ? [] : [[other, seen]];
  });
  return [...phrases, ...apart];
}

/** The families with every word in both spellings. */
export function familiesInBothSpellings(families: WordFamilies): WordFamilies {
  return Object.fromEntries(
    Object.entries(families).map(([name, words]) => [
      name,
      [...new Set([...words, ...words.map(spelledApart)])],
    ]),
  );
}
