/** Predicates over the text of a bounce. */

/** A token with an address; it is tried at the beginning of each token alone. */
const ADDRESS = /(?<![^\s<>])[^\s<>@]+@[^\s<>]+/g;
/** A header field of the returned message that the text quotes. */
const QUOTED_FIELD =
  /^[\s>*-]{0,8}(?:subject|betreff|objet|asunto|assunto|oggetto|date|datum|sent|gesendet|from|von|to|an|cc|message-id|size|件名|主题|主\s?题)\s*[:：]/i;
/** A word of three letters, or two characters of an ideographic or syllabic script. */
const WORD = /\p{L}{3}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]{2}/u;

/** Whether a text has words beside addresses, codes and quoted header fields. */
export function hasWords(text: string): boolean {
  let valueFollows = false;
  for (const line of text.slice(0, 2000).split('\n')) {
    const field = QUOTED_FIELD.exec(line);
    if (field === null && !valueFollows && WORD.test(line.replace(ADDRESS, ' '))) return true;
    // In a table the value is in the next cell.
    if (line.trim() !== '') valueFollows = field !== null && line.slice(field[0].length).trim() === '';
  }
  return false;
}
