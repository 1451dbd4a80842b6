/**
 * Redaction of diagnostics before they are stored: no address, no tracking id, bounded length. Linear in the text.
 */
import { redactAddresses } from '../address/redact-addresses.ts';
import { escapeRegExp } from '../escape-regexp.ts';

const MAX_INPUT_LENGTH = 2_048;
/** @default of `redact` */
const MAX_DIAGNOSTIC_LENGTH = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not be stored
const WHITE = /[\s\u0000-\u001f\u007f]+/g;
const QUERY = /(https?:\/\/[^\s?<>"]{1,256})\?[^\s<>"]{1,1024}/g;
/** Queue ids, message ids, tokens: sixteen or more letters and digits with digits among them. */
const TOKEN = /\b(?=[A-Za-z0-9_-]{0,64}\d)[A-Za-z0-9_-]{16,256}\b/g;
/** An at sign as quoted-printable, HTML and JSON escape it; `redactAddresses` knows the percent-encoded one. */
const ENCODED_AT = /=40|&#0*64;|&#x0*40;|&commat;|\\{1,4}u0040/gi;

export interface RedactOptions {
  /** The recipient, whose local part and name are redacted wherever they stand alone. */
  readonly recipient?: string;
  /** @default 200 characters */
  readonly maxLength?: number;
}

/**
 * The text in one line with each address as `address`, long tokens as `…`, links without their query, cut to
 * `maxLength` characters. IP addresses stay: they are the sender's, and blocklists are looked up by them.
 *
 * @example redact('550 5.1.1 <ann@b.example>: user unknown') // '550 5.1.1 <address>: user unknown'
 */
export function redact(
  text: string,
  { recipient, maxLength = MAX_DIAGNOSTIC_LENGTH }: RedactOptions = {},
): string {
  let line = text.slice(0, MAX_INPUT_LENGTH).replace(WHITE, ' ');
  if (line.includes('?')) line = line.replace(QUERY, '$1');
  line = redactAddresses(line.replace(ENCODED_AT, '@'));
  if (recipient !== undefined) line = withoutName(line, recipient);
  line = line.replace(TOKEN, '…').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1)}…`;
}

/** Local parts that name a role (RFC 2142) or a word of replies, and no person. */
const IMPERSONAL: ReadonlySet<string> = new Set(
  `abuse account address admin administrator billing contact domain email error full help hostmaster info
  invalid mail mailbox marketing message noc noreply office postmaster recipient recipients root sales security
  server service smtp spam support team test unknown user users webmaster`.split(/\s+/),
);
const MIN_NAME_LENGTH = 3;
const MAX_NAME_PARTS = 6;

/** Without what names the recipient: the local part, and its parts in a row as people write names (`Ann Smith`). */
function withoutName(line: string, recipient: string): string {
  const local = recipient.slice(0, Math.max(recipient.lastIndexOf('@'), 0)).replace(/^"|"$/g, '');
  const parts = local.split(/[.+_\s-]+/).filter((part) => part !== '');
  const [only = ''] = parts;
  if (local.length < MIN_NAME_LENGTH || parts.length > MAX_NAME_PARTS) return line;
  if (parts.length <= 1 && (only.length < MIN_NAME_LENGTH || IMPERSONAL.has(only.toLowerCase()))) return line;
  // Nearly no reply repeats a part of the address by itself, and an expression is dear.
  if (!line.toLowerCase().includes(only.toLowerCase())) return line;
  const name = parts.map(escapeRegExp).join(String.raw`[\s.+_-]{1,3}`);
  const names = new RegExp(`(?<![\\p{L}\\p{N}])(?:${escapeRegExp(local)}|${name})(?![\\p{L}\\p{N}])`, 'giu');
  return line.replace(names, 'address');
}
