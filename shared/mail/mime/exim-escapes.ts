/**
 * Octets beyond ASCII as Exim writes them in its bounces: a backslash and three octal digits, `Postfach
 * \303\274berf\303\274llt` (Exim's `string_printing`), in the text, in Diagnostic-Code and in X-Failed-Recipients.
 */
import { isUtf8 } from 'node:buffer';
import type { DecodeOctets } from './encoded-words.ts';

/** An octet from 128 to 255. */
const ESCAPE = /\\[23][0-7]{2}/;
/** Octets and ASCII between them, so that words are decoded as a whole. */
const RUN = /(?:\\[23][0-7]{2})+/g;
/** Fewer octets may be something else: `C:\200`. */
const MIN_OCTETS = 2;

export function hasOctalEscapes(text: string): boolean {
  return text.includes('\\') && ESCAPE.test(text);
}

/** Replaces escaped octets by the characters that they encode, in UTF-8 or in another charset. */
export function decodeOctalEscapes(text: string, decode: DecodeOctets): string {
  const octets = Buffer.concat([...text.matchAll(RUN)].map(([run]) => octetsOf(run)));
  if (octets.length < MIN_OCTETS) return text;
  if (isUtf8(octets)) return text.replace(RUN, (run) => octetsOf(run).toString('utf8'));
  // A legacy charset shows itself in whole words only: ASCII between the octets is part of them.
  const whole = Buffer.from(
    text.replace(RUN, (run) => octetsOf(run).toString('latin1')),
    'latin1',
  );
  return isAsciiText(text) ? decode(whole, '') : text;
}

function octetsOf(run: string): Buffer {
  return Buffer.from(
    run
      .split('\\')
      .slice(1)
      .map((digits) => Number.parseInt(digits, 8)),
  );
}

function isAsciiText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
  return /^[\u0000-\u007f]*$/.test(text);
}
