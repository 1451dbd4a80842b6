/** What a phrase says of `email` it says of `e mail` too, into which `e-mail` normalizes, and `-ize` stands for `-ise`. */

const EMAIL = /\b(?<![/.*])email(?=s?\b)(?![.*])/g;

/** Of verbs that replies use, both spellings occur. */
const IZE = /\b(un|de|re)?(author|recogn|organ)iz(?=e|ing|ation)/g;

/** The texts, and behind them those in the other spelling that are not among them. */
export function inBothSpellings(texts: readonly string[]): readonly string[] {
  const known = new Set(texts);
  for (const text of texts) if (text.includes('email')) known.add(text.replaceAll(EMAIL, 'e mail'));
  for (const text of [...known]) if (text.includes('iz')) known.add(text.replaceAll(IZE, '$1$2is'));
  return [...known];
}
