/** Words that negate what follows: a reply may say what is not the reason. */
import { ALPHABET_BITS, normalizePhrase, SPACE } from './normalize.ts';

const negations = byLastLetter([
  'not',
  'nor',
  'neither',
  'never',
  'isnt',
  'arent',
  'wasnt',
  'werent',
  'hasnt',
]);

/** Words that may stand between: `not a virus`, `not been blocked`. */
const fillers = byLastLetter(['a', 'an', 'the', 'been', 'being', 'be', 'on any', 'on a']);

/** Normalized words by the symbol of their last letter: one comparison excludes most words before a phrase. */
type Words = ReadonlyArray<readonly Uint8Array[]>;

function byLastLetter(words: readonly string[]): Words {
  const normalized = words.map(normalizePhrase);
  return Array.from({ length: 1 << ALPHABET_BITS }, (_, symbol) =>
    normalized.filter((word) => word.at(-2) === symbol),
  );
}

/**
 * The start of a negation that stands before the word in which a phrase begins at `start`; `start` itself where there
 * is none.
 */
export function negationBefore(symbols: Uint8Array, start: number): number {
  let word = start;
  while (symbols[word] !== SPACE) word--;
  const at = wordBefore(fillers, symbols, word) ?? word;
  return wordBefore(negations, symbols, at) ?? start;
}

/** The start of that of the words which ends at `end`. They share the spaces between them. */
function wordBefore(words: Words, symbols: Uint8Array, end: number): number | null {
  for (const word of words[symbols[end - 1] ?? SPACE] ?? []) {
    const start = end + 1 - word.length;
    let i = start < 0 ? -1 : word.length - 1;
    while (i >= 0 && word[i] === symbols[start + i]) i--;
    if (i < 0 && start >= 0) return start;
  }
  return null;
}
