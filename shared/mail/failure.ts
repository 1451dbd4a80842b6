import type { FailureEvidence } from '../events/event.ts';
import type { Finding } from './finding.ts';
import { findAddresses } from './mime/addresses.ts';
import { folded } from './mime/folded.ts';
import { type Letter, mailboxOf } from './mime/letter.ts';
import { evidenceOf, permanenceOf } from './reply.ts';

/** Words of a host that still tries. */
const delayPhrases: readonly string[] = [
  'this is a warning message only',
  'you do not need to resend',
  'has been delayed',
  'has not yet been delivered',
  'have not yet been delivered',
  'message will be retried',
  'will continue to try',
  'will keep trying',
  'will continue to be attempted',
  'delivery attempts will continue',
  'delivery will continue to be attempted',
  'still trying to deliver',
  'no action is required on your part',
  'delivery is delayed',
  'delivery delayed',
  'temporary problem delivering your message',
  'temporarily delayed',
];

/** True when the mail warns of a delay rather than giving up. */
export function isDelayNotice(letter: Letter): boolean {
  const words = folded(letter.notice.text);
  return (
    delayPhrases.some((phrase) => words.includes(phrase)) || /\((?:delay|delayed)\)\s*$/i.test(letter.subject)
  );
}

/** A failed or delayed delivery to `recipient`, for the reason a host gives in words. */
export function failureFinding(
  letter: Letter,
  recipient: string,
  reason: string,
  stated: { status?: string; replyCode?: string } = {},
): Finding {
  const text = reason.trim() === '' ? noticeGist(letter) : reason;
  return failure(recipient, evidenceOf(text, stated), isDelayNotice(letter));
}

/** A failure with evidence already gathered. */
export function failure(recipient: string, evidence: FailureEvidence, delayed = false): Finding {
  return {
    recipient,
    kind: delayed ? 'deferral' : 'bounce',
    permanent: delayed ? false : permanenceOf(evidence),
    evidence,
  };
}

/** The host's words without greetings to cut: all of them, bounded. */
export function noticeGist(letter: Letter): string {
  return letter.notice.text.slice(0, 1500);
}

/** The recipients that a host lists in `X-Failed-Recipients`. */
export function failedRecipients(letter: Letter): readonly string[] {
  const listed = letter.headers('x-failed-recipients').flatMap((value) => findAddresses(value));
  return [...new Set(listed.map((found) => found.address))];
}

const HOST_ITSELF =
  /^(?:mailer-?daemon|postmaster|post_master|mail-daemon|mdaemon|no-?reply|noreply|abuse|support|helpdesk)@/i;

/** True for addresses that a notice names beside the failed ones: whom it is sent to, and the host's own. */
export function isBystander(letter: Letter, address: string): boolean {
  if (failedRecipients(letter).some((failed) => sameAddress(failed, address))) return false;
  if (HOST_ITSELF.test(address) || sameAddress(address, letter.from)) return true;
  return (
    sameAddress(address, mailboxOf(letter.header('to'))) &&
    !returnedTo(letter).some((to) => sameAddress(to, address))
  );
}

/** Whom the returned message was addressed to, as far as its header says. */
export function returnedTo(letter: Letter): readonly string[] {
  const names =
    /^(?:to|cc|bcc|x-original-to|x-envelope-to|delivered-to|envelope-to|x-rcpt-to|resent-to)\s*:/i;
  const unfolded = letter.returnedHeaders.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const found = unfolded.filter((line) => names.test(line)).flatMap((line) => findAddresses(line));
  return [...new Set(found.map((each) => each.address))];
}

export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
