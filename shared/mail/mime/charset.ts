/**
 * Decoding of text whose charset label may be missing or wrong. Bytes that are valid UTF-8 beyond ASCII are UTF-8,
 * whatever the label says; a label that cannot be true gives way to the other charsets of its language.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import type { DecodeOctets } from './encoded-words.ts';

/** Labels without information. */
const UNINFORMATIVE = /^(?:us-ascii|ascii|ansi_x3\.\d-\d{4}|unknown(?:-8bit)?|x-unknown|utf-?8|binary|)$/;
/** Labels in use that the Encoding Standard does not know. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['cp932', 'windows-31j'],
  ['ms932', 'windows-31j'],
  ['cp936', 'gbk'],
  ['cp949', 'euc-kr'],
  ['cp950', 'big5'],
  ['iso-2022-kr', 'euc-kr'],
  ['iso-2022-cn', 'gb18030'],
  ['hz-gb-2312', 'gb18030'],
]);
/** Bytes of a text that decide on its charset. */
const SAMPLE_BYTES = 8 * 1024;

/** Designates a character set of two octets (ISO-2022-JP, RFC 1468). */
const JAPANESE_ESCAPE = '\u001b$';
const ESCAPE = 0x1b;

/**
 * The decoder of a mail's texts. Texts without a label are in a charset that the mail declares elsewhere, or in that of
 * an earlier text.
 * @param mail its octets in a Latin-1 string
 */
export function createTextDecoder(mail: string): DecodeOctets {
  let likely: string[] | undefined;
  return (octets, charset) => {
    if (isAscii(octets) || isUtf8(octets)) return decodeText(octets, charset);
    const whole = withoutCutCharacter(octets);
    if (whole !== null) return decodeText(whole, charset);
    likely ??= [...declaredCharsets(mail)];
    const label = canonicalLabel(charset);
    const found = charsetOf(octets, label, likely);
    if (UNINFORMATIVE.test(label) && likely[0] !== found) likely.unshift(found);
    return decodeAs(found, octets);
  };
}

/**
 * Decodes the octets of a text.
 * @param charset the label, which may be empty or wrong
 */
export function decodeText(octets: Buffer, charset = ''): string {
  const label = canonicalLabel(charset);
  if (isAscii(octets)) {
    if (!octets.includes(ESCAPE) || !octets.includes(JAPANESE_ESCAPE)) return octets.toString('latin1');
    return decoderOf('iso-2022-jp').decode(octets);
  }
  if (isUtf8(octets) && !isRatherCjk(label, octets)) return octets.toString('utf8');
  const whole = withoutCutCharacter(octets);
  if (whole !== null) return decodeText(whole, charset);
  return decodeAs(charsetOf(octets, label, []), octets);
}

/** Mails and parts are cut, perhaps within a character: the UTF-8 in front of it; null where the octets are none. */
function withoutCutCharacter(octets: Buffer): Buffer | null {
  for (let length = 1; length <= 3; length += 1) {
    const octet = octets[octets.length - length] ?? 0;
    if (octet < 0x80) return null;
    if (octet < 0xc0) continue;
    const whole = octets.subarray(0, -length);
    const isCut = length < (octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4);
    return isCut && !isAscii(whole) && isUtf8(whole) ? whole : null;
  }
  return null;
}

function decodeAs(charset: string, octets: Buffer): string {
  return decoderOf(octets.includes(JAPANESE_ESCAPE) ? 'iso-2022-jp' : charset).decode(octets);
}

function canonicalLabel(charset: string): string {
  const label = charset.toLowerCase();
  return ALIASES.get(label) ?? label;
}

/** Two or three Chinese or Japanese characters may be valid UTF-8 by chance; a longer text is not. */
const MAX_AMBIGUOUS_OCTETS = 6;

function isRatherCjk(label: string, octets: Buffer): boolean {
  const family = familyOf(label);
  if (family === undefined || !family.isMultiByte) return false;
  return (
    octets.filter((octet) => octet > 0x7f).length <= MAX_AMBIGUOUS_OCTETS && isTypical(family, label, octets)
  );
}

interface CharsetFamily {
  readonly charsets: readonly string[];
  readonly isMultiByte: boolean;
  /** Typical characters of the languages, and their least share among the characters beyond ASCII. */
  readonly typical: RegExp;
  readonly share: number;
}

/**
 * Charsets of one language, by how often they are used, the most specific family first. In Western European words,
 * letters beyond ASCII are single; in Cyrillic ones they follow each other.
 */
const families: readonly CharsetFamily[] = [
  {
    charsets: ['euc-jp', 'shift_jis'],
    isMultiByte: true,
    typical: /[\p{Script=Hiragana}\u30a0-\u30ff、。]/gu,
    share: 0.3,
  },
  { charsets: ['euc-kr'], isMultiByte: true, typical: /\p{Script=Hangul}/gu, share: 0.7 },
  {
    charsets: ['gb18030', 'big5'],
    isMultiByte: true,
    typical: /[的一是不了在有为您邮件收发送用户退信地址拒系统请到被无法為郵發戶無統請]/g,
    share: 0.2,
  },
  {
    charsets: ['koi8-r', 'windows-1251', 'iso-8859-5', 'ibm866'],
    isMultiByte: false,
    typical: /[а-яё]{3,}/g,
    share: 0.6,
  },
];

/** Other labels of the charsets above. */
const relatives: ReadonlyMap<string, string> = new Map([
  ['iso-2022-jp', 'euc-jp'],
  ['windows-31j', 'shift_jis'],
  ['x-sjis', 'shift_jis'],
  ['ks_c_5601-1987', 'euc-kr'],
  ['gb2312', 'gb18030'],
  ['gbk', 'gb18030'],
  ['koi8-u', 'koi8-r'],
]);

function familyOf(label: string): CharsetFamily | undefined {
  const member = relatives.get(label) ?? label;
  return families.find(({ charsets }) => charsets.includes(member));
}

/** Western European, when nothing else is typical. */
const FALLBACK = 'windows-1252';
/** Labels that software writes by default, and that are wrong for other languages. */
const DEFAULT_LABELS = /^(?:iso-8859-1|iso-8859-15|latin1|windows-1252|cp1252)$/;

/** The charset of octets that are neither ASCII nor UTF-8. */
function charsetOf(octets: Buffer, label: string, likely: readonly string[]): string {
  const sample = sampleOf(octets);
  const family = familyOf(label);
  if (family !== undefined) {
    const own = label === 'iso-2022-jp' ? [] : [label];
    const candidates = [...own, ...family.charsets];
    const typical = candidates.find((charset) => isTypical(family, charset, sample));
    const valid = typical ?? candidates.find((charset) => decodeStrictly(charset, sample) !== null);
    if (valid !== undefined) return valid;
  } else if (DEFAULT_LABELS.test(label)) {
    return guessCharset(sample) ?? label;
  } else if (!UNINFORMATIVE.test(label) && decodeStrictly(label, sample) !== null) {
    return label;
  }
  const elsewhere = likely.find((charset) => decodeStrictly(charset, sample) !== null);
  return elsewhere ?? guessCharset(sample) ?? FALLBACK;
}

function guessCharset(sample: Buffer): string | undefined {
  if (!hasRuns(sample)) return undefined;
  for (const family of families) {
    const charset = family.charsets.find((each) => isTypical(family, each, sample));
    if (charset !== undefined) return charset;
  }
  return undefined;
}

/** Whether octets beyond ASCII follow each other: in Western European words they are single. */
function hasRuns(sample: Buffer): boolean {
  let beyond = 0;
  let adjacent = 0;
  for (let i = 0; i < sample.length; i += 1) {
    if ((sample[i] ?? 0) < 0x80) continue;
    beyond += 1;
    if ((sample[i + 1] ?? 0) >= 0x80) adjacent += 1;
  }
  return adjacent * 4 >= beyond;
}

/** Whether octets are valid in a charset, and typical of its languages. */
function isTypical({ typical, share }: CharsetFamily, charset: string, octets: Buffer): boolean {
  const text = decodeStrictly(charset, octets);
  if (text === null) return false;
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  return foreign > 0 && (text.match(typical)?.join('').length ?? 0) / foreign >= share;
}

/** The last line of a longer text may end within a character. */
function sampleOf(octets: Buffer): Buffer {
  if (octets.length <= SAMPLE_BYTES) return octets;
  const end = octets.lastIndexOf(0x0a, SAMPLE_BYTES);
  return octets.subarray(0, end > 0 ? end : SAMPLE_BYTES);
}

const DECLARED = /charset\*?\s{0,8}=\s{0,8}"?([\w.:-]{1,40})/gi;
/** Charsets are declared in the mail's header and those of its first parts. */
const MAX_DECLARATIONS_LENGTH = 64 * 1024;

/** The charsets that a mail declares, lower case, without the uninformative ones. */
function declaredCharsets(text: string): readonly string[] {
  const labels = text.slice(0, MAX_DECLARATIONS_LENGTH).matchAll(DECLARED);
  const names = [...labels].map((match) => canonicalLabel(match[1] ?? ''));
  return [...new Set(names)].filter((name) => !UNINFORMATIVE.test(name));
}

type Decoder = InstanceType<typeof TextDecoder>;
const decoders = new Map<string, Decoder>();
const strictDecoders = new Map<string, Decoder | null>();

function decoderOf(charset: string): Decoder {
  const known = decoders.get(charset) ?? new TextDecoder(charset);
  decoders.set(charset, known);
  return known;
}

/** Labels are written by senders: more of them than there are charsets are not cached. */
const MAX_DECODERS = 100;

/** Null when the octets are not valid in that charset, or the charset is not known. */
function decodeStrictly(charset: string, octets: Buffer): string | null {
  const known = strictDecoders.get(charset);
  const decoder = known === undefined ? createStrictDecoder(charset) : known;
  if (known === undefined && strictDecoders.size < MAX_DECODERS) strictDecoders.set(charset, decoder);
  if (decoder === null) return null;
  try {
    return decoder.decode(octets);
  } catch {
    return null;
  }
}

function createStrictDecoder(charset: string): Decoder | null {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return null;
  }
}
