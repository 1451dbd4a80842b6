/** Enhanced status codes in a text (RFC 3463, 2: `5.1.1`). What each of them means is in status-registry.ts. */
import { digitsEnd, isAlphanumeric, isDigit } from './characters.ts';

const DOT = 46;
const HASH = 35;
const SPACE = 32;
const HYPHEN = 45;

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The first enhanced status code (`5.1.1`, in `(#5.1.1)` too) between `from` and `to`, or an empty string. A part of
 * an IP address, a version number or a word is none.
 */
export function findStatus(text: string, from = 0, to: number = text.length): string {
  const span = nextStatus(text, from, to);
  return span === null ? '' : text.slice(span.start, span.end);
}

/** The first status code that stands behind a reply code (`550 5.1.1`, `550-5.1.1`, `550 #5.1.1`), or an empty string. */
export function findStatusAfterReplyCode(text: string): string {
  for (const { start, end } of statusesOf(text)) {
    if (followsReplyCode(text, start)) return text.slice(start, end);
  }
  return '';
}

/**
 * The status code of a longer text that says most: the one behind a reply code, else the first that is not generic,
 * else any. Empty where there is none.
 */
export function findMostSpecificStatus(text: string): string {
  const replied = findStatusAfterReplyCode(text);
  if (replied !== '' && !isGenericStatus(replied)) return replied;
  let first = replied;
  for (const { start, end } of statusesOf(text)) {
    const status = text.slice(start, end);
    if (!isGenericStatus(status)) return status;
    first ||= status;
  }
  return first;
}

/** Whether a status says no more than its class: `5.0.0`, `4.0.0` (RFC 3463, 3.1). */
export function isGenericStatus(status: string): boolean {
  return status.endsWith('.0.0');
}

function* statusesOf(text: string): Generator<Span> {
  for (let span = nextStatus(text, 0, text.length); span; span = nextStatus(text, span.end, text.length)) {
    yield span;
  }
}

/** Class 2, 4 or 5, then subject and detail of one to three digits each. */
function nextStatus(text: string, from: number, to: number): Span | null {
  for (let i = text.indexOf('.', from); i >= 0 && i < to; i = text.indexOf('.', i + 1)) {
    const c = text.charCodeAt(i - 1);
    if (i === from || (c !== 53 && c !== 52 && c !== 50)) continue;
    const before = i - 2 >= from ? text.charCodeAt(i - 2) : SPACE;
    if (isAlphanumeric(before) || before === DOT) continue;
    const subjectEnd = digitsEnd(text, i + 1, to);
    if (subjectEnd === i + 1 || subjectEnd - i > 4 || text.charCodeAt(subjectEnd) !== DOT) continue;
    const detailEnd = digitsEnd(text, subjectEnd + 1, to);
    if (detailEnd === subjectEnd + 1 || detailEnd - subjectEnd > 4) continue;
    const after = detailEnd < to ? text.charCodeAt(detailEnd) : SPACE;
    const isIpAddress = after === DOT && detailEnd + 1 < to && isDigit(text.charCodeAt(detailEnd + 1));
    if (!isIpAddress && !isAlphanumeric(after)) return { start: i - 1, end: detailEnd };
  }
  return null;
}

/** Characters between a reply code and the status behind it. */
const MAX_GAP = 16;

function followsReplyCode(text: string, start: number): boolean {
  const digits = text.charCodeAt(start - 1) === HASH ? start - 1 : start;
  let i = digits;
  while (i > 0 && digits - i < MAX_GAP && isGap(text.charCodeAt(i - 1))) i--;
  const first = text.charCodeAt(i - 3);
  const before = i < 4 ? SPACE : text.charCodeAt(i - 4);
  return (
    i < digits &&
    i >= 3 &&
    (first === 50 || first === 52 || first === 53) &&
    digitsEnd(text, i - 2, i) === i &&
    !isDigit(before) &&
    before !== DOT
  );
}

/** White space or a hyphen: lines of a multi-line reply join code and text by a hyphen (RFC 5321, 4.2.1). */
function isGap(c: number): boolean {
  return c === HYPHEN || c === SPACE || (c >= 9 && c <= 13) || c === 160;
}
