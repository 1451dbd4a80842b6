import type { FailureEvidence } from '../events/event.ts';
import type { Finding } from './finding.ts';
import { reasonInWords } from './layouts/reason.ts';
import { sameAddress } from './mime/addresses.ts';
import { folded } from './mime/folded.ts';
import type { Letter } from './mime/letter.ts';
import { delayPhrases, successPhrases } from './notice-phrases.ts';
import { evidenceOf, permanenceOf, replyCodeOf } from './reply.ts';

/** True when the mail warns of a delay rather than giving up. */
export function isDelayNotice(letter: Letter): boolean {
  const words = folded(letter.notice.text);
  return (
    delayPhrases.some((phrase) => words.includes(phrase)) || /\((?:delay|delayed)\)\s*$/i.test(letter.subject)
  );
}

/** True when the notice reports on success, and nothing in it reads like a refusal. */
function isSuccessNotice(letter: Letter): boolean {
  const words = folded(letter.notice.text);
  return (
    successPhrases.some((phrase) => words.includes(phrase)) &&
    !/^[45]/.test(replyCodeOf(letter.notice.text.slice(0, 4096)))
  );
}

/** A failed or delayed delivery to `recipient`, or the word of a host that it succeeded; without a `reason` it is looked for in the rest of the notice. */
export function failureFinding(letter: Letter, recipient: string, reason: string): Finding {
  if (isSuccessNotice(letter)) return { recipient, kind: 'delivered', permanent: null, evidence: {} };
  const text = reason.trim() || reasonInWords(letter, recipient);
  return failure(recipient, evidenceOf(text), isDelayNotice(letter));
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

const HOST_ITSELF =
  /^(?:mailer-?daemon|postmaster|post_master|mail-daemon|mdaemon|no-?reply|noreply|abuse|support|helpdesk)@/i;

/**
 * True for addresses that a notice names beside the failed ones: who sent the message, whom the notice is sent to,
 * and the host's own, unless the returned message was for them.
 */
export function isBystander(letter: Letter, address: string): boolean {
  const isSame = (other: string) => sameAddress(other, address);
  if (letter.failedRecipients.some(isSame) || letter.returnedTo.some(isSame)) return false;
  return (
    HOST_ITSELF.test(address) || isSame(letter.from) || isSame(letter.to) || letter.returnedFrom.some(isSame)
  );
}
