/**
 * Redaction of diagnostics before they are stored: no address, no tracking id, bounded length. Linear in the text.
 */
import { redactAddresses } from '../address/redact-addresses.ts';

const MAX_INPUT_LENGTH = 2_048;
/** @default of `redact` */
const MAX_DIAGNOSTIC_LENGTH = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters must not be stored
const WHITE = /[\s\u0000-\u001f\u007f]+/g;
const QUERY = /(https?:\/\/[^\s?<>"]{1,256})\?[^\s<>"]{1,1024}/g;
/** Queue ids, message ids, tokens: sixteen or more letters and digits with digits among them. */
const TOKEN = /\b(?=[A-Za-z0-9_-]{0,64}\d)[A-Za-z0-9_-]{16,256}\b/g;
/**
 * The text in one line with each address as `address`, long tokens as `…`, links without their query, cut to
 * `maxLength` characters. IP addresses stay: they are the sender's, and blocklists are looked up by them.
 *
 * @example redact('550 5.1.1 <ann@b.example>: user unknown') // '550 5.1.1 <address>: user unknown'
 */
export function redact(text: string, maxLength: number = MAX_DIAGNOSTIC_LENGTH): string {
  let line = text.slice(0, MAX_INPUT_LENGTH).replace(WHITE, ' ');
  if (line.includes('?')) line = line.replace(QUERY, '$1');
  line = redactAddresses(line).replace(TOKEN, '…').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1)}…`;
}
