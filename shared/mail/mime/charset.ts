import { isAscii, isUtf8 } from 'node:buffer';

/**
 * Text whose charset is missing or wrong, as old mail systems outside English send it: raw bytes of a national
 * charset under `us-ascii`, or under nothing.
 */

/** Labels that say no more than "plain text". */
const SAYS_NOTHING = /^(?:us-ascii|ascii|ansi_x3\.\d-\d{4}|unknown(?:-8bit)?|x-unknown|utf-?8|binary)$/i;
const DECLARED = /charset\*?\s*=\s*"?([\w.:-]{1,40})/gi;
/** The charsets of a mail stand in its own header and those of its first parts. */
const HEADERS_WITHIN = 64 * 1024;
/** How much of a text decides. */
const SAMPLE = 8 * 1024;

const ESCAPE = '\u001b$';

/** The charsets that a mail declares, lower case, but for those that say nothing. */
export function declaredCharsets(raw: Buffer): readonly string[] {
  const labels = raw.toString('latin1', 0, HEADERS_WITHIN).matchAll(DECLARED);
  const names = [...labels].map((match) => (match[1] ?? '').toLowerCase());
  return [...new Set(names)].filter((name) => !SAYS_NOTHING.test(name));
}

/**
 * A mail in UTF-8 throughout, when it holds text in another charset and declares none; else the mail as it is.
 * Only raw text is meant: base64 and quoted-printable parts are left alone.
 */
export function inUtf8(raw: Buffer): Buffer {
  const escaped = raw.includes(ESCAPE);
  if ((isAscii(raw) && !escaped) || declaredCharsets(raw).length > 0) return raw;
  const text = decodeText(raw).replaceAll(DECLARED, 'charset=utf-8');
  return Buffer.from(text, 'utf8');
}

/** The text of bytes that name no charset: one of `likely` where they are valid in it, else by what they look like. */
export function decodeText(bytes: Buffer, likely: readonly string[] = []): string {
  if (bytes.includes(ESCAPE)) return decoderOf('iso-2022-jp').decode(bytes);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  for (const name of likely) {
    const text = strictly(name, bytes);
    if (text !== null) return text;
  }
  return decoderOf(charsetBySight(bytes.subarray(0, SAMPLE))).decode(bytes);
}

/**
 * What a text in each charset is full of, as a share of all that is not ASCII. In the order asked: the surest signs
 * first. Letters beyond ASCII stand alone in Western European words, and side by side in Cyrillic ones.
 */
const looks: ReadonlyArray<{ readonly charset: string; readonly typical: RegExp; readonly share: number }> = [
  { charset: 'euc-jp', typical: /[\p{Script=Hiragana}\u30a0-\u30ff、。]/gu, share: 0.3 },
  { charset: 'shift_jis', typical: /[\p{Script=Hiragana}\u30a0-\u30ff、。]/gu, share: 0.3 },
  { charset: 'euc-kr', typical: /\p{Script=Hangul}/gu, share: 0.7 },
  { charset: 'gb18030', typical: /[的一是不了在有为您邮件收发送用户退信地址拒系统请到被无法]/g, share: 0.2 },
  { charset: 'big5', typical: /[的一是不了在有為您郵件收發送用戶退信地址拒系統請到被無法]/g, share: 0.2 },
  { charset: 'koi8-r', typical: /[а-яё]{3,}/g, share: 0.6 },
  { charset: 'windows-1251', typical: /[а-яё]{3,}/g, share: 0.6 },
];

/** Western European, which has few letters outside ASCII in a text, when nothing else fits. */
const OTHERWISE = 'windows-1252';

function charsetBySight(sample: Buffer): string {
  // The last character may be cut in two.
  const whole = sample.length === SAMPLE ? sample.subarray(0, sample.lastIndexOf(0x0a) + 1) : sample;
  const seen = looks.find(({ charset, typical, share }) => {
    const text = strictly(charset, whole);
    if (text === null) return false;
    const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
    return foreign > 0 && (text.match(typical)?.join('').length ?? 0) / foreign >= share;
  });
  return seen?.charset ?? OTHERWISE;
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  const known = decoders.get(charset) ?? new TextDecoder(charset);
  decoders.set(charset, known);
  return known;
}

/** Null when the bytes are not valid in that charset, or the charset is not known. */
function strictly(charset: string, bytes: Buffer): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
