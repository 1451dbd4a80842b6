/**
 * The parts of a mailbox as ESPs, mails and people write it (RFC 5321, 4.1.2; RFC 5322, 3.4.1; RFC 6531). Quotes that a
 * local part does not need and comments are no part of an address; characters that no mailbox has are refused, not cut.
 */

/** A mailbox without quotes and comments: `m.o'hara` and `mail.example` of `"m.o'hara"(work)@mail.example`. */
export interface Mailbox {
  /** What the local part stands for: without quotes and backslashes. */
  readonly local: string;
  readonly domain: string;
}

/**
 * The part between the angle brackets, or the trimmed text; case and quotes are kept. Brackets inside quotes and comments
 * are text.
 *
 * @example addrSpecOf('"Doe, Jane" <Jane@B.example>') // Jane@B.example
 */
export function addrSpecOf(text: string): string {
  if (!text.includes('<')) return text.trim();
  let open = -1;
  let close = text.length;
  // What is not closed once is closed nowhere behind it, and is searched once.
  const searched = { '"': closingQuote, '(': closingParenthesis } as Record<string, Closing | undefined>;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charAt(i);
    const closing = searched[character];
    if (closing !== undefined) {
      const end = closing(text, i);
      if (end === null) searched[character] = undefined;
      else i = end;
    } else if (character === '<') [open, close] = [i, text.length];
    else if (character === '>' && open >= 0 && close === text.length) close = i;
  }
  return (open < 0 || close === text.length ? text : text.slice(open + 1, close)).trim();
}

type Closing = (text: string, open: number) => number | null;

/** The parts of an addr-spec; null when a part is missing or has a character that it may not have. */
export function parseMailbox(addrSpec: string): Mailbox | null {
  const text = addrSpec.includes('(') ? withoutComments(addrSpec) : addrSpec;
  if (text === null || FORBIDDEN.test(text)) return null;
  const at = text.lastIndexOf('@');
  if (at < 1) return null;
  const local = localPartOf(text.slice(0, at));
  return local === null ? null : { local, domain: text.slice(at + 1) };
}

/** The local part in its shortest form: quoted only where it is no Dot-string. */
export function formatLocalPart(local: string): string {
  return DOT_STRING.test(local) ? local : `"${local.replace(/["\\]/g, '\\$&')}"`;
}

/** Controls, and the characters that make a terminal or a page show an address in another order. */
const FORBIDDEN = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;

/** RFC 5322, 3.2.3, with the characters that RFC 6531 adds. */
const ATEXT = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\u{a1}-\\u{10ffff}-]";
const DOT_STRING = new RegExp(`^${ATEXT}+(?:\\.${ATEXT}+)*$`, 'u');
/** Dots at the ends and side by side occur at mobile carriers in Japan, without the quotes that they need. */
const UNQUOTED = new RegExp(`^(?:${ATEXT}|\\.)+$`, 'u');

function localPartOf(written: string): string | null {
  const text = ESCAPED_QUOTES.test(written) ? `"${written.slice(2, -2)}"` : written;
  if (UNQUOTED.test(text)) return text;
  if (text.length < 3 || !text.startsWith('"') || closingQuote(text, 0) !== text.length - 1) return null;
  return text.slice(1, -1).replace(/\\(.)/gu, '$1');
}

/** A Quoted-string that a JSON encoder has escaped once more. */
const ESCAPED_QUOTES = /^\\".+\\"$/;

/** Null where a comment does not end, or stands where none may: within an atom or a label. */
function withoutComments(text: string): string | null {
  let plain = '';
  for (let i = 0; i < text.length; i += 1) {
    const end = text[i] === '"' ? closingQuote(text, i) : text[i] === '(' ? closingParenthesis(text, i) : i;
    if (end === null) return null;
    if (text[i] !== '(') plain += text.slice(i, end + 1);
    else if (!isEdge(plain.trimEnd().at(-1)) && !isEdge(text.slice(end + 1).trimStart()[0])) return null;
    i = end;
  }
  return plain.replace(/\s*@\s*(?=[^@]*$)/, '@').trim();
}

/** Where a comment may stand: at the ends, and beside an at sign or a dot. */
function isEdge(character: string | undefined): boolean {
  return character === undefined || '@.('.includes(character);
}

function closingQuote(text: string, open: number): number | null {
  for (let i = open + 1; i < text.length; i += 1) {
    if (text[i] === '"') return i;
    if (text[i] === '\\') i += 1;
  }
  return null;
}

/** Comments nest (RFC 5322, 3.2.2). */
function closingParenthesis(text: string, open: number): number | null {
  let depth = 0;
  for (let i = open; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '(') depth += 1;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return null;
}
