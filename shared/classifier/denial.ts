/** Words that deny what follows: a reply may say what is not the matter. */
import { foldPhrase, SPACE } from './fold.ts';

const denials = byLastLetter(['not', 'nor', 'neither', 'never', 'isnt', 'arent', 'wasnt', 'werent', 'hasnt']);

/** What may stand between: `not a virus`, `not been blocked`. */
const between = byLastLetter(['a', 'an', 'the', 'been', 'being', 'be', 'on any', 'on a']);

/** Folded words by the symbol of their last letter: one look tells most words before a phrase to be none of them. */
type Words = ReadonlyMap<number, readonly Uint8Array[]>;

function byLastLetter(words: readonly string[]): Words {
  return Map.groupBy(words.map(foldPhrase), (word) => word.at(-2) ?? SPACE);
}

/**
 * Where a denial begins that stands before the word in which a phrase begins at `start`; `start` itself when there is
 * none.
 */
export function denialBefore(symbols: Uint8Array, start: number): number {
  let word = start;
  while (symbols[word] !== SPACE) word--;
  const at = before(between, symbols, word) ?? word;
  return before(denials, symbols, at) ?? start;
}

/** Where that of the words begins which ends at `end`. They share the spaces between them. */
function before(words: Words, symbols: Uint8Array, end: number): number | null {
  for (const word of words.get(symbols[end - 1] ?? SPACE) ?? []) {
    const start = end + 1 - word.length;
    if (start >= 0 && word.every((symbol, i) => symbols[start + i] === symbol)) return start;
  }
  return null;
}
