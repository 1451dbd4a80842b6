/** Words that deny what follows: a reply may say what is not the matter. */
import { foldPhrase, SPACE } from './fold.ts';

const denials = ['not', 'nor', 'neither', 'never', 'isnt', 'arent', 'wasnt', 'werent', 'hasnt'].map(
  foldPhrase,
);

/** What may stand between: `not a virus`, `not been blocked`. */
const between = ['a', 'an', 'the', 'been', 'being', 'be', 'on any', 'on a'].map(foldPhrase);

/**
 * Where a denial begins that ends at `start`, the first symbol of a phrase; `start` itself when there is none, or the
 * phrase begins inside a word.
 */
export function denialBefore(symbols: Uint8Array, start: number): number {
  if (symbols[start] !== SPACE || start < 3) return start;
  const at = before(between, symbols, start) ?? start;
  return before(denials, symbols, at) ?? start;
}

/** Where that of the words begins which ends at `end`. They share the spaces between them. */
function before(words: readonly Uint8Array[], symbols: Uint8Array, end: number): number | null {
  for (const word of words) {
    const start = end + 1 - word.length;
    if (start >= 0 && word.every((symbol, i) => symbols[start + i] === symbol)) return start;
  }
  return null;
}
