/** Reply codes in a text (RFC 5321, 4.2). What each of them means is in reply-code-registry.ts. */
import { isAlphanumeric, isDigit } from './characters.ts';

const COLON = 58;
const DOT = 46;
const SPACE = 32;

/** How far into a reply its code may stand; beyond are numbers of other kinds. */
const MAX_CODE_OFFSET = 400;

/** Whether a report's reply code is one of a failure: 4yz or 5yz. */
export function isFailureReplyCode(code: string | undefined): code is string {
  return code !== undefined && code.length === 3 && (code.startsWith('4') || code.startsWith('5'));
}

/** The code of a reply that lies between `from` and `to`, or an empty string: the first 4yz or 5yz that stands alone. */
export function findReplyCode(text: string, from = 0, to: number = text.length): string {
  const at = indexOfReplyCode(text, from, Math.min(to, from + MAX_CODE_OFFSET));
  return at < 0 ? '' : text.slice(at, at + 3);
}

/** Index of the first three digits that stand alone and can be the code of a failure (4yz, 5yz), or -1. */
export function indexOfReplyCode(text: string, from = 0, to: number = text.length): number {
  for (let i = from; i + 2 < to; i++) {
    const c = text.charCodeAt(i);
    if (!isDigit(c)) continue;
    const before = i === 0 ? SPACE : text.charCodeAt(i - 1);
    let end = i + 1;
    while (end < to && isDigit(text.charCodeAt(end))) end++;
    const after = end < to ? text.charCodeAt(end) : SPACE;
    const alone =
      !isAlphanumeric(before) && before !== DOT && !isAlphanumeric(after) && after !== DOT && after !== COLON;
    if (end - i === 3 && (c === 52 || c === 53) && alone && (i === from || !isAmount(text, end))) return i;
    i = end;
  }
  return -1;
}

const AMOUNT =
  / (?:mails|messages|e-?mails|recipients|connections|bytes|octets|characters|[km]i?b|days|hours|minutes|seconds|users|times|items)\b/iy;

/** Whether what is counted stands behind a number: `an allowance of 500 mails`. */
function isAmount(text: string, end: number): boolean {
  AMOUNT.lastIndex = end;
  return AMOUNT.test(text);
}

/** `550 ...`, `"550-5.1.1 ..."` at the very beginning. */
const LEADING = /^\W{0,8}([245]\d\d)(?=[\s:;,.#)\]'"-]|$)(?!\.\d)/;
/** At the beginning of a line or of a quotation, or behind words by which a host is quoted; no amount or duration. */
const QUOTED =
  /(?:\b(?:said|says|replied|returned|responded with(?: failure)?|response|response ?code|responded|answered|error|code|reply|message|reason|failed|host [^\s:]{1,120}|talk to me|failure|after [^:]{1,80}|data|refused)['"]?\s*(?:was|is)?[:;=]?\s*['"(<[]{0,2}|[:;>\]'"(]\s*|<<<\s*|\n\s*)([245]\d\d)(?=[\s;,:#)\]'"-]|$)(?!\s*(?:bytes|octets|kb|mb|days|hours|seconds|users))/i;

/**
 * The code of a reply that a text in prose quotes (the body of a bounce mail), or an empty string. A number counts
 * only where a reply can begin: prose has numbers of other kinds.
 */
export function findReplyCodeInProse(text: string): string {
  const code = LEADING.exec(text)?.[1] ?? QUOTED.exec(text)?.[1] ?? '';
  return Number(code) % 100 < 80 ? code : '';
}
