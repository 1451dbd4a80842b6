/** Expands word families: includes of other families, combinations, other spellings. */
import { familyOf } from './compile.ts';
import type { WordFamilies } from './rule.ts';

/** A word, `{family}`, or every combination of one word of each list. */
export type WordEntry = string | { readonly combine: ReadonlyArray<readonly string[]> };

/** The families as the rule files have them. */
export type WordEntries = Readonly<Record<string, readonly WordEntry[]>>;

/**
 * The words of every family.
 *
 * @throws RangeError where a family includes one that does not exist, or itself.
 */
export function expandFamilies(families: WordEntries): WordFamilies {
  const expanded = new Map<string, readonly string[]>();
  const open = new Set<string>();

  const wordsOf = (name: string): readonly string[] => {
    const known = expanded.get(name);
    if (known) return known;
    const entries = families[name];
    if (!entries) throw new RangeError(`Unknown word family {${name}}.`);
    if (open.has(name)) throw new RangeError(`The word family {${name}} includes itself.`);
    open.add(name);
    const words = [...new Set(entries.flatMap(wordsOfEntry))];
    open.delete(name);
    expanded.set(name, words);
    return words;
  };
  const wordsOfEntry = (entry: WordEntry): readonly string[] => {
    if (typeof entry !== 'string')
      return combinations(entry.combine.map((list) => list.flatMap(wordsOfEntry)));
    const included = familyOf(entry);
    return included === undefined ? [entry] : wordsOf(included);
  };

  return Object.fromEntries(Object.keys(families).map((name) => [name, wordsOf(name)]));
}

/** The families that an entry names. */
export function includedFamilies(entry: WordEntry): readonly string[] {
  const words = typeof entry === 'string' ? [entry] : entry.combine.flat();
  return words.map(familyOf).filter((name) => name !== undefined);
}

/** One word of each list, with a space between; none behind an apostrophe (`l'adresse`) or an empty word. */
function combinations(lists: ReadonlyArray<readonly string[]>): readonly string[] {
  const [first = [], ...rest] = lists;
  if (rest.length === 0) return first;
  const behind = combinations(rest);
  return first.flatMap((word) => {
    const before = word === '' || word.endsWith("'") ? word : `${word} `;
    return behind.map((other) => before + other);
  });
}

/**
 * The words, and behind them each word in which letters can be written otherwise (`ü` as `ue`): one letter or more of
 * those that it has, since a writer may have some keys and lack others (`Grösse`).
 */
export function inAllSpellings(
  words: readonly string[],
  spellings: Readonly<Record<string, string>>,
): readonly string[] {
  const known = new Set(words);
  for (const [letter, other] of Object.entries(spellings)) {
    for (const word of [...known]) if (word.includes(letter)) known.add(word.replaceAll(letter, other));
  }
  return [...known];
}
