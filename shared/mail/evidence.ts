import type { FailureEvidence } from '../events/event.ts';
import {
  findMostSpecificStatus,
  findStatusAfterReplyCode,
  isGenericStatus,
} from '../smtp/enhanced-status.ts';
import { findReplyCodeInProse } from '../smtp/reply-code.ts';

const MAX_DIAGNOSTIC_LENGTH = 4000;

/** White space, and what decoding left of octets that are no text. */
const GAP = /[\s\ufffd]+/g;

/** What a report states in fields of its own. */
export interface StatedCodes {
  /** Enhanced status code of the Status field. */
  readonly status?: string;
  /** Reply code. */
  readonly replyCode?: string;
}

/** Evidence from the text of a reason and from the fields of a report. Empty parts are omitted. */
export function evidenceOf(reason: string, stated: StatedCodes = {}): FailureEvidence {
  const diagnostic = reason
    .slice(0, 4 * MAX_DIAGNOSTIC_LENGTH)
    .replace(GAP, ' ')
    .trim()
    .slice(0, MAX_DIAGNOSTIC_LENGTH);
  const replied = findStatusAfterReplyCode(diagnostic);
  const specific = [replied, stated.status ?? '', findMostSpecificStatus(diagnostic)].find(
    (each) => each !== '' && !isGenericStatus(each),
  );
  const status = specific ?? (stated.status || replied);
  const replyCode = stated.replyCode || findReplyCodeInProse(diagnostic);
  return {
    ...(diagnostic && { diagnostic }),
    ...(status && { status }),
    ...(replyCode && { replyCode }),
  };
}
