import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Text whose charset is missing or wrong: raw bytes of a national charset labelled `us-ascii` or not at all.
 */

/** Labels without information. */
const UNINFORMATIVE = /^(?:us-ascii|ascii|ansi_x3\.\d-\d{4}|unknown(?:-8bit)?|x-unknown|utf-?8|binary)$/i;
const DECLARED = /charset\*?\s*=\s*"?([\w.:-]{1,40})/gi;
/** Charsets are declared in the mail's header and those of its first parts. */
const HEADERS_WITHIN = 64 * 1024;
/** Bytes of a text that decide. */
const SAMPLE = 8 * 1024;

const ESCAPE = '\u001b$';

/** The charsets that a mail declares, lower case, without the uninformative ones. */
export function declaredCharsets(raw: Buffer): readonly string[] {
  const labels = raw.toString('latin1', 0, HEADERS_WITHIN).matchAll(DECLARED);
  const names = [...labels].map((match) => (match[1] ?? '').toLowerCase());
  return [...new Set(names)].filter((name) => !UNINFORMATIVE.test(name));
}

/**
 * A mail converted to UTF-8, when it has text in another charset and declares none; else the mail as it is.
 * Only raw text is converted: base64 and quoted-printable parts are unchanged.
 */
export function inUtf8(raw: Buffer): Buffer {
  const escaped = raw.includes(ESCAPE);
  if ((isAscii(raw) && !escaped) || declaredCharsets(raw).length > 0) return raw;
  const text = decodeText(raw).replaceAll(DECLARED, 'charset=utf-8');
  return Buffer.from(text, 'utf8');
}

/** Decodes bytes without a declared charset: by one of `likely` where they are valid in it, else by heuristics. */
export function decodeText(bytes: Buffer, likely: readonly string[] = []): string {
  if (bytes.includes(ESCAPE)) return decoderOf('iso-2022-jp').decode(bytes);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  for (const name of likely) {
    const text = decodeStrictly(name, bytes);
    if (text !== null) return text;
  }
  return decoderOf(guessCharset(bytes.subarray(0, SAMPLE))).decode(bytes);
}

/**
 * Typical characters of each charset, as a share of those beyond ASCII, the most specific first. In Western European
 * words, letters beyond ASCII are single; in Cyrillic ones they follow each other.
 */
const heuristics: ReadonlyArray<{
  readonly charset: string;
  readonly typical: RegExp;
  readonly share: number;
}> = [
  { charset: 'euc-jp', typical: /[\p{Script=Hiragana}\u30a0-\u30ff、。]/gu, share: 0.3 },
  { charset: 'shift_jis', typical: /[\p{Script=Hiragana}\u30a0-\u30ff、。]/gu, share: 0.3 },
  { charset: 'euc-kr', typical: /\p{Script=Hangul}/gu, share: 0.7 },
  { charset: 'gb18030', typical: /[的一是不了在有为您邮件收发送用户退信地址拒系统请到被无法]/g, share: 0.2 },
  { charset: 'big5', typical: /[的一是不了在有為您郵件收發送用戶退信地址拒系統請到被無法]/g, share: 0.2 },
  { charset: 'koi8-r', typical: /[а-яё]{3,}/g, share: 0.6 },
  { charset: 'windows-1251', typical: /[а-яё]{3,}/g, share: 0.6 },
];

/** Western European, when no heuristic matches. */
const FALLBACK = 'windows-1252';

function guessCharset(sample: Buffer): string {
  // The last character may be incomplete.
  const whole = sample.length === SAMPLE ? sample.subarray(0, sample.lastIndexOf(0x0a) + 1) : sample;
  const seen = heuristics.find(({ charset, typical, share }) => {
    const text = decodeStrictly(charset, whole);
    if (text === null) return false;
    const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
    return foreign > 0 && (text.match(typical)?.join('').length ?? 0) / foreign >= share;
  });
  return seen?.charset ?? FALLBACK;
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  const known = decoders.get(charset) ?? new TextDecoder(charset);
  decoders.set(charset, known);
  return known;
}

/** Null when the bytes are not valid in that charset, or the charset is not known. */
function decodeStrictly(charset: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
