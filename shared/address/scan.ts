/**
 * The only scanner of e-mail addresses in text (RFC 5321, 4.1.2; RFC 6531 for addresses beyond ASCII). Every search
 * begins at an at sign and goes outwards over a bounded number of characters: the cost is linear in the text.
 *
 * Two kinds of edges, for two purposes:
 * - `findAddresses`: the mailbox by RFC 5321, to use it.
 * - `addressSpan`: everything that touches the at sign, to leave it out. It contains what `findAddresses` finds.
 */

/** RFC 5321, 4.5.3.1.1 has 64 octets; receivers accept more. */
const MAX_LOCAL_LENGTH = 128;
/** RFC 5321, 4.5.3.1.2. */
const MAX_DOMAIN_LENGTH = 255;
/** `[IPv6:` and 39 characters, with room for other tags (RFC 5321, 4.1.3). */
const MAX_LITERAL_LENGTH = 64;

/** A part of a text: from `start` up to, not including, `end`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** An address and its position in the text, without the quotes and brackets around it. */
export interface FoundAddress extends TextSpan {
  readonly address: string;
}

/**
 * The addresses of a text, in order, as written.
 *
 * @param limit Addresses after which the search ends.
 * @default all
 * @example findAddresses('rcpt to=<ann@b.example>, "jo s"@c.example.') // ann@b.example, "jo s"@c.example
 */
export function findAddresses(
  text: string,
  limit: number = Number.POSITIVE_INFINITY,
): readonly FoundAddress[] {
  const found: FoundAddress[] = [];
  for (let at = text.indexOf('@'); at >= 0 && found.length < limit; at = text.indexOf('@', at + 1)) {
    const start = localPartStart(text, at);
    const end = domainEnd(text, at);
    if (start === at || end <= at + 1) continue;
    // An at sign inside the Quoted-string that begins here was no address.
    while ((found.at(-1)?.start ?? -1) >= start) found.pop();
    found.push({ address: text.slice(start, end), start, end });
  }
  return found;
}

/** The first address of a text, or an empty string. */
export function findFirstAddress(text: string): string {
  return findFirst(text)?.address ?? '';
}

/**
 * The first address of a text with its position. Behind it is searched only as far as an at sign may show that it stood
 * inside a Quoted-string.
 */
export function findFirst(text: string): FoundAddress | undefined {
  let first: FoundAddress | undefined;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (first !== undefined && at > first.start + MAX_LOCAL_LENGTH) return first;
    const start = localPartStart(text, at);
    const end = domainEnd(text, at);
    if (start === at || end <= at + 1) continue;
    if (first === undefined || start <= first.start) first = { address: text.slice(start, end), start, end };
  }
  return first;
}

/** atext of RFC 5322, 3.2.3, dots, and what RFC 6531 adds. */
const LOCAL = /[\p{L}\p{M}\p{N}\p{So}!#$%&'*+\-./=?^_`{|}~]/u;
/** Labels of RFC 5890, A-labels and U-labels; underscores occur. */
const DOMAIN = /[\p{L}\p{M}\p{N}.\-_]/u;

/** Nearly every character is ASCII, for which a table is faster. */
const localAscii = asciiOf(LOCAL);
const domainAscii = asciiOf(DOMAIN);

function asciiOf(characters: RegExp): readonly boolean[] {
  return Array.from({ length: 128 }, (_, code) => characters.test(String.fromCharCode(code)));
}

function localPartStart(text: string, at: number): number {
  const floor = Math.max(0, at - MAX_LOCAL_LENGTH);
  if (text[at - 1] === '"') return quotedStart(text, at, floor);
  let start = at;
  while (start > floor) {
    const code = text.charCodeAt(start - 1);
    const character = code < 128 ? '' : characterBefore(text, start);
    if (!(character === '' ? localAscii[code] : LOCAL.test(character))) break;
    start -= character.length || 1;
  }
  // Quotation marks and emphasis of the text around it.
  while (start < at && /['`*.]/.test(text[start] ?? '')) start += 1;
  return afterKey(text, start, at);
}

/** The opening quote of a Quoted-string that ends before `at`; `at` itself where there is none. */
function quotedStart(text: string, at: number, floor: number): number {
  for (let open = text.lastIndexOf('"', at - 2); open >= floor; open = text.lastIndexOf('"', open - 1)) {
    let slashes = open;
    while (slashes > floor && text[slashes - 1] === '\\') slashes -= 1;
    if ((open - slashes) % 2 === 0) return open;
    if (open === 0) break;
  }
  return at;
}

/** `to=ann@b.example` of logs: `=` may be part of a local part, but this is a key. */
const KEY = /^(?:orig_)?(?:to|rcpt|recipient|user|email)=(?=.)/i;

function afterKey(text: string, start: number, at: number): number {
  return start + (KEY.exec(text.slice(start, at))?.[0].length ?? 0);
}

function domainEnd(text: string, at: number): number {
  if (text[at + 1] === '[') {
    const literal = /^\[[0-9a-fipv.:]{1,60}\]/i.exec(text.slice(at + 1, at + 1 + MAX_LITERAL_LENGTH))?.[0];
    return literal === undefined ? at : at + 1 + literal.length;
  }
  const ceiling = Math.min(text.length, at + 1 + MAX_DOMAIN_LENGTH);
  let end = at + 1;
  while (end < ceiling) {
    const code = text.charCodeAt(end);
    const character = code < 128 ? '' : String.fromCodePoint(text.codePointAt(end) ?? 0);
    if (!(character === '' ? domainAscii[code] : DOMAIN.test(character))) break;
    end += character.length || 1;
  }
  while (end > at + 1 && /[.\-_]/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function characterBefore(text: string, index: number): string {
  const last = text.charCodeAt(index - 1);
  return last >= 0xdc00 && last <= 0xdfff ? text.slice(index - 2, index) : (text[index - 1] ?? '');
}

/** The first character of the scripts that are written without spaces, so that words touch an address. */
const FIRST_IDEOGRAPH = 0x2e80;

/** ASCII characters at which everything that may belong to an address ends: white space, brackets, quotes, list marks. */
const edges: readonly boolean[] = Array.from(
  { length: 128 },
  (_, code) => code <= 32 || code === 127 || '<>()[]"\',:;'.includes(String.fromCharCode(code)),
);

/**
 * Everything that touches the at sign at `at`, up to white space, brackets, quotes or list marks, within `from` and
 * `to`: a key, a tag, a return path that carries a second address. In a URL it begins behind the last `/`, `?` or
 * `&`, so that the host of the URL stays.
 *
 * @param ideographs Whether Chinese, Japanese and Korean characters may belong to the address. They may (RFC 6531); in
 * text of these scripts they are nearly always the words beside it.
 */
export function addressSpan(
  text: string,
  at: number,
  from: number,
  to: number,
  { ideographs }: { readonly ideographs: boolean },
): TextSpan {
  const beyond = ideographs ? Number.POSITIVE_INFINITY : FIRST_IDEOGRAPH;
  let start = text[at - 1] === '"' ? quotedStart(text, at, Math.max(from, at - MAX_LOCAL_LENGTH)) : at;
  while (start > from && !isEdge(text.charCodeAt(start - 1), beyond)) start--;
  let end = at + 1;
  while (end < to && !isEdge(text.charCodeAt(end), beyond)) end++;
  if (text.startsWith('//', start)) start = partOfUrl(text, at, start);
  return { start, end };
}

function isEdge(code: number, beyond: number): boolean {
  return code < 128 ? edges[code] === true : code >= beyond;
}

function partOfUrl(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && !'/?&'.includes(text.charAt(start - 1))) start--;
  // A local part of nothing but these marks.
  return start === at ? from : start;
}

/** The most addresses of one list. */
export const MAX_LISTED_ADDRESSES = 1_000;

/**
 * The entries of an address list that hold an address, as written (RFC 5322, 3.4). A comma inside quotes or angle
 * brackets separates nothing.
 *
 * @example splitAddressList('"Doe, Jane" <jane@b.example>, joe@c.example')
 */
export function splitAddressList(text: string): readonly string[] {
  const addresses: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let i = 0; i <= text.length && addresses.length < MAX_LISTED_ADDRESSES; i += 1) {
    const character = text[i];
    if (character === '\\' && quoted) i += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === '<' && !quoted) bracketed = true;
    else if (character === '>' && !quoted) bracketed = false;
    if (i < text.length && (character !== ',' || quoted || bracketed)) continue;
    const address = text.slice(start, i).trim();
    if (address.includes('@')) addresses.push(address);
    start = i + 1;
  }
  return addresses;
}
