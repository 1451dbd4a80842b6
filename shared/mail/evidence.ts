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

/** What a text says by itself. */
interface FoundCodes {
  readonly diagnostic: string;
  /** Status behind a reply code. */
  readonly replied: string;
  readonly status: string;
  readonly replyCode: string;
}

/** The last results: the recipients of a mail often share a reason. */
const cache = new Map<string, FoundCodes>();
const MAX_CACHED = 4;

function codesIn(reason: string): FoundCodes {
  const cached = cache.get(reason);
  if (cached !== undefined) return cached;
  const diagnostic = reason
    .slice(0, 4 * MAX_DIAGNOSTIC_LENGTH)
    .replace(GAP, ' ')
    .trim()
    .slice(0, MAX_DIAGNOSTIC_LENGTH);
  const found: FoundCodes = {
    diagnostic,
    replied: findStatusAfterReplyCode(diagnostic),
    status: findMostSpecificStatus(diagnostic),
    replyCode: findReplyCodeInProse(diagnostic),
  };
  if (cache.size === MAX_CACHED) cache.clear();
  cache.set(reason, found);
  return found;
}

/** The reply code that the text of a reason quotes, or an empty string. */
export function replyCodeOf(reason: string): string {
  return codesIn(reason).replyCode;
}

/** Evidence from the text of a reason and from the fields of a report. Empty parts are omitted. */
export function evidenceOf(reason: string, stated: StatedCodes = {}): FailureEvidence {
  const found = codesIn(reason);
  const { diagnostic } = found;
  const specific = [found.replied, stated.status ?? '', found.status].find(
    (each) => each !== '' && !isGenericStatus(each),
  );
  const status = specific ?? (stated.status || found.replied);
  const replyCode = stated.replyCode || found.replyCode;
  return {
    ...(diagnostic && { diagnostic }),
    ...(status && { status }),
    ...(replyCode && { replyCode }),
  };
}
