/** Header values beyond ASCII: encoded words (RFC 2047, RFC 2231) and raw octets (RFC 6532). */
import { decodeQuotedPrintable } from './transfer-encoding.ts';

/** Decodes octets of a charset, which may be empty or wrong. */
export type DecodeOctets = (octets: Buffer, charset: string) => string;

const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?\r\n]*)\?=/gi;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII
const BEYOND_ASCII = /[^\u0000-\u007f]/;

interface EncodedWord {
  readonly charset: string;
  readonly octets: Buffer;
}

/**
 * The text of a header value.
 * @param value unfolded octets in a Latin-1 string
 */
export function decodeHeaderValue(value: string, decode: DecodeOctets): string {
  if (!value.includes('=?')) return decodeRaw(value, decode);
  let text = '';
  let end = 0;
  let words: EncodedWord[] = [];
  const flush = () => {
    text += decodeWords(words, decode);
    words = [];
  };
  for (const match of value.matchAll(ENCODED_WORD)) {
    const between = value.slice(end, match.index);
    // White space between encoded words is no part of the text (RFC 2047, 6.2).
    if (words.length === 0 || between.trim() !== '') {
      flush();
      text += decodeRaw(between, decode);
    }
    words.push(wordOf(match));
    end = match.index + match[0].length;
  }
  flush();
  return text + decodeRaw(value.slice(end), decode);
}

function decodeRaw(value: string, decode: DecodeOctets): string {
  return BEYOND_ASCII.test(value) ? decode(Buffer.from(value, 'latin1'), '') : value;
}

function wordOf([, charset = '', encoding = '', content = '']: RegExpMatchArray): EncodedWord {
  const octets =
    encoding.toLowerCase() === 'b'
      ? Buffer.from(content, 'base64')
      : decodeQuotedPrintable(content.replaceAll('_', ' '));
  // A language may follow the charset (RFC 2231, 5).
  return { charset: charset.replace(/\*.*$/, ''), octets };
}

/** Clients split characters of several octets between words: words of one charset are decoded together. */
function decodeWords(words: readonly EncodedWord[], decode: DecodeOctets): string {
  let text = '';
  for (let start = 0; start < words.length; ) {
    const charset = words[start]?.charset ?? '';
    let end = start + 1;
    while (words[end]?.charset.toLowerCase() === charset.toLowerCase()) end += 1;
    text += decode(Buffer.concat(words.slice(start, end).map(({ octets }) => octets)), charset);
    start = end;
  }
  return text;
}
