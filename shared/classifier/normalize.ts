/**
 * Normalization: a reply as a sequence of symbols from an alphabet of 64, the form in which phrases and replies are
 * compared.
 *
 * Letters lose case and accents (see scripts.ts); punctuation and white space become one space; apostrophes are
 * dropped. What differs from message to message is left out, so that the words around it become neighbours: addresses,
 * IP addresses, bracketed hosts, enhanced status codes and the reply code itself. `User <ann@b.example> unknown` and
 * `USER UNKNOWN.` normalize to the same symbols. Dots inside a name stay (`zen.spamhaus.org` is one word).
 *
 * Greek and Cyrillic letters are one symbol each (see scripts.ts). Characters of other scripts are three symbols each,
 * so that a table row of the automaton has 64 entries whatever the language.
 */
import { addressSpan } from '../address/scan.ts';
import {
  isStem,
  LATIN_FROM,
  LATIN_TO,
  latin,
  markedLatin,
  SCRIPT_MARK,
  SCRIPTS_FROM,
  SCRIPTS_TO,
  SILENT,
  scripts,
} from './scripts.ts';

export const SPACE = 0;
const A = 1;
const ZERO = 27;
const DOT = 37;
const HASH = 38;
/** Any other mark inside a host name or a URL. */
const JOIN = 39;
/** The first of the symbols that begin a character of three symbols; the other two may be any but the space. */
const WIDE = 41;
const DIGITS = 63;
/** Width of the alphabet, as a shift. */
export const ALPHABET_BITS = 6;

/** Characters of a text that are compared. */
const MAX_TEXT_LENGTH = 65_536;

/** The class of a character: a symbol below 64, or one of these. */
const VANISH = 64;
const BLANK = 65;
const MARK = 66;
const OPEN_ANGLE = 67;
const OPEN_SQUARE = 68;

const ascii = new Uint8Array(128).fill(BLANK);
for (let c = 0; c < 26; c++) ascii[97 + c] = ascii[65 + c] = A + c;
for (let d = 0; d < 10; d++) ascii[48 + d] = ZERO + d;
for (const mark of '.#/:=?&%-_~+') ascii[mark.charCodeAt(0)] = MARK;
ascii["'".charCodeAt(0)] = VANISH;
ascii['`'.charCodeAt(0)] = VANISH;
ascii['<'.charCodeAt(0)] = OPEN_ANGLE;
ascii['['.charCodeAt(0)] = OPEN_SQUARE;

/** The output of normalization; one buffer serves a whole process. */
export interface NormalizedText {
  /** Begins and ends with a space. */
  readonly symbols: Uint8Array;
  /** The index in the text that each symbol comes from. */
  readonly origins: Int32Array;
  length: number;
}

export function createTextBuffer(maxLength: number = MAX_TEXT_LENGTH): NormalizedText {
  // At most three symbols and a space for each character, and the spaces at both ends.
  const size = maxLength * 4 + 2;
  return { symbols: new Uint8Array(size), origins: new Int32Array(size), length: 0 };
}

/** Ideographs beside an address are words about it. */
const AS_WORDS = { ideographs: false };

const isDigit = (c: number): boolean => c >= 48 && c <= 57;

function isWord(c: number): boolean {
  return isDigit(c) || (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c > 191;
}

/**
 * Normalizes `text` from `from` up to `to` into `out`. `replyCode` is left out wherever it stands alone, since
 * multi-line replies repeat it. Linear in the length.
 *
 * One loop with the most frequent characters first: every character of every reply goes through it.
 */
export function normalizeText(
  text: string,
  from: number,
  to: number,
  replyCode: string,
  out: NormalizedText,
): void {
  const { symbols, origins } = out;
  const end = Math.min(to, from + MAX_TEXT_LENGTH);
  let length = 0;
  symbols[length] = SPACE;
  origins[length++] = from;
  let last = SPACE;
  /** Whether the current word is a host name or a URL, in which marks join instead of separate. */
  let joined = false;
  let begin = from;
  while (begin < end) {
    // Up to the next address, which is left out.
    const at = text.indexOf('@', begin);
    const address = at >= 0 && at < end ? addressSpan(text, at, begin, end, AS_WORDS) : null;
    const stop = address?.start ?? end;
    let i = begin;
    for (; i < stop; i++) {
      const c = text.charCodeAt(i);
      let symbol: number;
      if (c < 128) symbol = ascii[c] ?? BLANK;
      else if (c >= LATIN_FROM && c < LATIN_TO) symbol = latin[c - LATIN_FROM] || BLANK;
      else if (c >= SCRIPTS_FROM && c < SCRIPTS_TO && scripts[c - SCRIPTS_FROM] !== 0) {
        symbol = scripts[c - SCRIPTS_FROM] ?? SILENT;
        if (symbol === SILENT) continue;
        if (last >= WIDE) {
          origins[length] = i;
          symbols[length++] = last = SPACE;
        }
        if (last === SPACE) {
          origins[length] = i;
          symbols[length++] = SCRIPT_MARK;
          joined = false;
        }
        origins[length] = i;
        symbols[length++] = last = symbol;
        continue;
      } else {
        const normalized = normalizeWide(c);
        if (normalized < 128) symbol = normalized;
        else {
          if (last !== SPACE && last < WIDE) {
            origins[length] = i;
            symbols[length++] = SPACE;
          }
          const digits = Math.floor(normalized / DIGITS);
          origins[length] = origins[length + 1] = origins[length + 2] = i;
          symbols[length++] = WIDE + Math.floor(digits / DIGITS);
          symbols[length++] = 1 + (digits % DIGITS);
          symbols[length++] = 1 + (normalized % DIGITS);
          last = WIDE;
          continue;
        }
      }
      if (symbol < 64) {
        if (symbol >= ZERO && last === SPACE) {
          const after = numberEnd(text, i, end, replyCode);
          if (after > i) {
            i = after - 1;
            continue;
          }
        }
        if (last >= WIDE) {
          origins[length] = i;
          symbols[length++] = SPACE;
          joined = false;
        }
        origins[length] = i;
        symbols[length++] = last = symbol;
        // Most of a text is letters inside a word: a loop of their own.
        while (i + 1 < stop) {
          const next = text.charCodeAt(i + 1);
          const letter = next < 128 ? (ascii[next] ?? BLANK) : BLANK;
          if (letter >= ZERO) break;
          origins[length] = ++i;
          symbols[length++] = last = letter;
        }
        continue;
      }
      if (symbol === VANISH) continue;
      if (symbol !== BLANK) {
        if (symbol === MARK) {
          if (last !== SPACE) {
            const mark = joiningMark(text, c, i, end, joined, last);
            if (mark >= 0) {
              joined ||= mark !== HASH;
              origins[length] = i;
              symbols[length++] = last = mark;
              if (mark === JOIN && c === 58 && text.startsWith('//', i + 1)) i += 2;
              continue;
            }
          }
        } else {
          const close = bracketEnd(text, i, end, symbol === OPEN_ANGLE);
          // An address inside is left out by the outer loop.
          if (close > i && close <= stop) {
            if (symbol === OPEN_SQUARE) {
              // `mail.example[192.0.2.1]`: the name before the bracket is a host too.
              while (symbols[length - 1] !== SPACE) length--;
              last = SPACE;
            }
            i = close;
          }
        }
      }
      if (last !== SPACE) {
        origins[length] = i;
        symbols[length++] = last = SPACE;
        joined = false;
      }
    }
    if (address === null) break;
    begin = address.end;
    if (last !== SPACE) {
      origins[length] = begin - 1;
      symbols[length++] = last = SPACE;
      joined = false;
    }
  }
  if (last !== SPACE) {
    origins[length] = end;
    symbols[length++] = SPACE;
  }
  out.length = length;
}

/** The symbol of a mark within a word: a dot or hash before more of the word, a join inside a host or URL; else -1. */
function joiningMark(text: string, c: number, i: number, end: number, joined: boolean, last: number): number {
  const next = i + 1 < end ? text.charCodeAt(i + 1) : 0;
  const goesOn = isWord(next) && next < SCRIPTS_FROM;
  if (c === 46) return goesOn && last < WIDE ? DOT : -1;
  if (c === 35) return goesOn && last < WIDE ? HASH : -1;
  if (c === 58 && text.startsWith('//', i + 1)) return JOIN;
  return joined && goesOn ? JOIN : -1;
}

/** The code of a character outside Latin; below 128 it is a symbol or one of the classes of this file. */
function normalizeWide(c: number): number {
  if (c < LATIN_FROM) return BLANK;
  if (c >= 0x300 && c < 0x370) return VANISH;
  if (c === 0x2018 || c === 0x2019) return VANISH;
  if (c >= 0x2000 && c < 0x2070) return BLANK;
  if (c >= 0x3000 && c < 0x3005) return BLANK;
  if (c >= 0x3008 && c < 0x3020) return BLANK;
  if (c >= 0xff01 && c <= 0xff5e) return ascii[c - 0xfee0] ?? BLANK;
  if (c === 0xfffd || c === 0xfeff) return BLANK;
  return markedLatin(c) || c;
}

/**
 * The end of a number that varies from reply to reply: an enhanced status code, an IPv4 address, the reply code.
 * `from` itself where the digits are something else.
 */
function numberEnd(text: string, from: number, end: number, replyCode: string): number {
  let dots = 0;
  let i = from;
  for (; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 46 && i + 1 < end && isDigit(text.charCodeAt(i + 1))) dots++;
    else if (!isDigit(c)) break;
  }
  if (i < end && isWord(text.charCodeAt(i))) return from;
  if (dots === 2 || dots === 3) return i;
  return dots === 0 && i - from === 3 && replyCode !== '' && text.startsWith(replyCode, from) ? i : from;
}

const MAX_BRACKET_LENGTH = 256;

/** The closing bracket of `<...>` or `[host]` where a name is inside and no statement; else `open`. */
function bracketEnd(text: string, open: number, end: number, angle: boolean): number {
  const stop = Math.min(end, open + MAX_BRACKET_LENGTH);
  let dotted = angle;
  for (let i = open + 1; i < stop; i++) {
    const c = text.charCodeAt(i);
    if (c === (angle ? 62 : 93)) return dotted && !text.startsWith('http', open + 1) ? i : open;
    if (c <= 32 || c === (angle ? 60 : 91)) return open;
    if (c === 46 || c === 58) dotted = true;
  }
  return open;
}

/** A phrase of the rules in symbols: a space at each end that is not open (`*`), and the mark of a script at its beginning. */
export function normalizePhrase(phrase: string): Uint8Array {
  const openStart = phrase.startsWith('*');
  const openEnd = phrase.endsWith('*');
  const body = phrase.slice(openStart ? 1 : 0, openEnd ? -1 : undefined);
  const out = createTextBuffer(body.length);
  normalizeText(body, 0, body.length, '', out);
  const first = openStart || isStem(body.charCodeAt(0)) ? 1 : 0;
  const last = openEnd || isStem(body.charCodeAt(body.length - 1)) ? out.length - 1 : out.length;
  return out.symbols.slice(first, Math.max(first, last));
}

/** A span of symbols as indices into the text they come from, without the punctuation and spaces at its ends. */
export function originalSpan(
  text: string,
  { origins }: NormalizedText,
  span: { readonly start: number; readonly end: number },
): { start: number; end: number } {
  let start = origins[span.start] ?? 0;
  let end = Math.min(text.length, (origins[span.end - 1] ?? 0) + 1);
  while (start < end && isPunctuation(text.charCodeAt(start))) start++;
  while (end > start && isPunctuation(text.charCodeAt(end - 1))) end--;
  return { start, end };
}

/** White space and ASCII punctuation, which normalize to the space around a phrase. */
function isPunctuation(c: number): boolean {
  return c < 48 || (c > 57 && c < 65) || (c > 90 && c < 97) || (c > 122 && c < 128);
}
