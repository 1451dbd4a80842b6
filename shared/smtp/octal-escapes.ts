/**
 * Octets beyond ASCII as Exim writes them in its bounces: a backslash and three octal digits, `Postfach
 * \303\274berf\303\274llt` (Exim's `string_printing`), in the text, in Diagnostic-Code and in X-Failed-Recipients.
 */
import { isAscii, isUtf8 } from 'node:buffer';

/** An octet from 128 to 255. */
const ESCAPE = /\\[23][0-7]{2}/;
/** Fewer octets may be something else: `C:\200`. */
const MIN_OCTETS = 2;

const BACKSLASH = 0x5c;

export function hasOctalEscapes(text: string): boolean {
  return text.includes('\\') && ESCAPE.test(text);
}

/**
 * Replaces escaped octets by the characters that they encode.
 *
 * @param decode Decodes the whole text where it is no UTF-8. Default: as Latin-1.
 */
export function decodeOctalEscapes(text: string, decode: (octets: Buffer) => string = latin1): string {
  const octets = Buffer.from(text, 'utf8');
  const isPlain = isAscii(octets);
  let escapes = 0;
  let length = 0;
  for (let i = 0; i < octets.length; length += 1) {
    const escaped = octets[i] === BACKSLASH ? escapedOctet(octets, i) : -1;
    octets[length] = escaped < 0 ? (octets[i] ?? 0) : escaped;
    i += escaped < 0 ? 1 : 4;
    if (escaped >= 0) escapes += 1;
  }
  if (escapes < MIN_OCTETS) return text;
  const decoded = octets.subarray(0, length);
  if (isUtf8(decoded)) return decoded.toString('utf8');
  // Text that has characters beyond ASCII beside the escapes is in no legacy charset.
  return isPlain ? decode(decoded) : text;
}

function latin1(octets: Buffer): string {
  return octets.toString('latin1');
}

/** The octet of an escape at `i`, or -1. */
function escapedOctet(octets: Buffer, i: number): number {
  const high = octets[i + 1] ?? 0;
  const middle = octets[i + 2] ?? 0;
  const low = octets[i + 3] ?? 0;
  const isEscape = (high === 0x32 || high === 0x33) && isOctalDigit(middle) && isOctalDigit(low);
  return isEscape ? ((high - 48) << 6) | ((middle - 48) << 3) | (low - 48) : -1;
}

function isOctalDigit(code: number): boolean {
  return code >= 48 && code <= 55;
}
