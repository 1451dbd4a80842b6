import type { FailureEvidence } from '../events/event.ts';
import { permanenceOfCode } from '../smtp/permanence.ts';
import { findReplyCodeInProse } from '../smtp/reply-code.ts';
import { delayPhrases, successPhrases } from './delay-phrases.ts';
import { evidenceOf } from './evidence.ts';
import { reasonInText } from './layouts/reason.ts';
import { sameAddress } from './mime/addresses.ts';
import type { ParsedMessage } from './mime/message.ts';
import type { RecipientReport } from './report.ts';

/** True when the mail warns of a delay (RFC 3464, Action `delayed`): the host still tries. */
export function isDelayReport(message: ParsedMessage): boolean {
  return (
    delayPhrases.occursIn(message.humanReadable.text) ||
    /\((?:delay|delayed)\)\s{0,8}$/i.test(message.subject.slice(-100))
  );
}

/** True when the mail reports a successful delivery and contains no reply code of class 4 or 5. */
function isSuccessReport(message: ParsedMessage): boolean {
  const { text } = message.humanReadable;
  return successPhrases.occursIn(text) && !/^[45]/.test(findReplyCodeInProse(text.slice(0, 4096)));
}

/**
 * The report on `recipient` out of a human-readable part: a failure, a delay or a delivery.
 * @param reason the text that explains the failure; where it is empty, the rest of the part is searched for one
 */
export function failureReport(message: ParsedMessage, recipient: string, reason: string): RecipientReport {
  if (isSuccessReport(message)) return { recipient, kind: 'delivered', permanent: null, evidence: {} };
  const text = reason.trim() || reasonInText(message, recipient);
  return failure(recipient, evidenceOf(text), isDelayReport(message));
}

/** A failure report from evidence. */
export function failure(recipient: string, evidence: FailureEvidence, delayed = false): RecipientReport {
  return {
    recipient,
    kind: delayed ? 'deferral' : 'bounce',
    permanent: delayed ? false : permanenceOfCode(evidence.status || evidence.replyCode),
    evidence,
  };
}

/** Role addresses of the reporting host. */
const HOST_ADDRESS =
  /^(?:mailer-?daemon|postmaster|post_master|mail-daemon|mdaemon|no-?reply|noreply|abuse|support|helpdesk)@/i;

/**
 * True for addresses that a bounce names beside the failed ones: the sender of the message, the recipient of the
 * bounce and the reporting host's own, unless the returned message was addressed to them.
 */
export function isUnrelatedAddress(message: ParsedMessage, address: string): boolean {
  const isSame = (other: string) => sameAddress(other, address);
  if (message.failedRecipients.some(isSame) || message.returnedTo.some(isSame)) return false;
  return (
    HOST_ADDRESS.test(address) ||
    isSame(message.from) ||
    isSame(message.to) ||
    message.returnedFrom.some(isSame)
  );
}
