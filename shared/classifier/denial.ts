/** Words that deny what follows: a reply may say what is not the matter. */
import { ALPHABET_BITS, foldPhrase, SPACE } from './fold.ts';

const denials = byLastLetter(['not', 'nor', 'neither', 'never', 'isnt', 'arent', 'wasnt', 'werent', 'hasnt']);

/** What may stand between: `not a virus`, `not been blocked`. */
const between = byLastLetter(['a', 'an', 'the', 'been', 'being', 'be', 'on any', 'on a']);

/** Folded words by the symbol of their last letter: one look tells most words before a phrase to be none of them. */
type Words = ReadonlyArray<readonly Uint8Array[]>;

function byLastLetter(words: readonly string[]): Words {
  const folded = words.map(foldPhrase);
  return Array.from({ length: 1 << ALPHABET_BITS }, (_, symbol) =>
    folded.filter((word) => word.at(-2) === symbol),
  );
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
  for (const word of words[symbols[end - 1] ?? SPACE] ?? []) {
    const start = end + 1 - word.length;
    let i = start < 0 ? -1 : word.length - 1;
    while (i >= 0 && word[i] === symbols[start + i]) i--;
    if (i < 0 && start >= 0) return start;
  }
  return null;
}
