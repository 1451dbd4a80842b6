/** `e-mail` normalizes to two words: what a phrase says of `email` it says of `e mail` too. */

const EMAIL = /\b(?<![/.*])email(?=s?\b)(?![.*])/g;

/** The texts, and behind them those with `email` in two words that are not among them. */
export function inBothSpellings(texts: readonly string[]): readonly string[] {
  if (!texts.some((text) => text.includes('email'))) return texts;
  return [...new Set([...texts, ...texts.map((text) => text.replaceAll(EMAIL, 'e mail'))])];
}
