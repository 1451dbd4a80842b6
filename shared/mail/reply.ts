import type { FailureEvidence } from '../events/event.ts';

/**
 * SMTP reply codes and enhanced status codes in the text of a report. The classifier maps them to failure codes; here
 * they are extracted, and decide whether a failure is permanent.
 */

/** `550 5.1.1`, `550-5.1.1`, `550 #5.1.1`, `(#5.1.1)`, `5.1.1 (bad destination)`: RFC 3463, class 2, 4 or 5. */
const STATUS = /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g;
const AFTER_REPLY = /(?<![\d.])[245]\d\d[\s-]+#?([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/;

/** A reply code is at the beginning of a line or of a quotation, or after a verb such as "said". */
const LEADING_REPLY = /^\W{0,8}([245]\d\d)(?=[\s:;,.#)\]'"-]|$)(?!\.\d)/;
const QUOTED_REPLY =
  /(?:\b(?:said|says|replied|returned|responded with(?: failure)?|response|response ?code|responded|answered|error|code|reply|message|reason|failed|host [^\s:]{1,120}|talk to me|failure|after [^:]{1,80}|data|refused)['"]?\s*(?:was|is)?[:;=]?\s*['"(<[]{0,2}|[:;>\]'"(]\s*|<<<\s*|\n\s*)([245]\d\d)(?=[\s;,:#)\]'"-]|$)(?!\s*(?:bytes|octets|kb|mb|days|hours|seconds|users))/i;

/** The first reply code, or an empty string. */
export function replyCodeOf(text: string): string {
  const code = LEADING_REPLY.exec(text)?.[1] ?? QUOTED_REPLY.exec(text)?.[1] ?? '';
  return Number(code) % 100 < 80 ? code : '';
}

/** The most specific enhanced status: one that follows a reply code, else the first that is not `x.0.0`. */
export function statusOf(text: string): string {
  const replied = AFTER_REPLY.exec(text)?.[1];
  if (replied !== undefined && !isGeneric(replied)) return replied;
  let first = replied ?? '';
  for (const match of text.matchAll(STATUS)) {
    const status = match[1] ?? '';
    if (isIpAddressPart(text, match.index)) continue;
    if (!isGeneric(status)) return status;
    first ||= status;
  }
  return first;
}

/** `5.0.0` and `4.0.0` state the class only (RFC 3463, 3.1). */
function isGeneric(status: string): boolean {
  return /^\d\.0\.0$/.test(status);
}

function isIpAddressPart(text: string, index: number): boolean {
  return /\d\.?$/.test(text.slice(Math.max(0, index - 2), index));
}

/** True for a permanent failure, false for a temporary one, null without status and reply code. */
export function permanenceOf(evidence: FailureEvidence): boolean | null {
  const first = (evidence.status || evidence.replyCode || '')[0];
  if (first === '5') return true;
  if (first === '4') return false;
  return null;
}

/** Evidence from a text and from the fields of a report. Empty parts are omitted. */
export function evidenceOf(
  text: string,
  stated: { status?: string; replyCode?: string } = {},
): FailureEvidence {
  const diagnostic = text
    .replace(/[\s\ufffd]+/g, ' ')
    .trim()
    .slice(0, MAX_DIAGNOSTIC_LENGTH);
  const replied = AFTER_REPLY.exec(diagnostic)?.[1] ?? '';
  const specific = [replied, stated.status ?? '', statusOf(diagnostic)].find(
    (each) => each && !isGeneric(each),
  );
  const status = specific ?? (stated.status || replied);
  const replyCode = stated.replyCode || replyCodeOf(diagnostic);
  return {
    ...(diagnostic && { diagnostic }),
    ...(status && { status }),
    ...(replyCode && { replyCode }),
  };
}

const MAX_DIAGNOSTIC_LENGTH = 4000;
