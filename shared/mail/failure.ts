import type { FailureEvidence } from '../events/event.ts';
import { permanenceOfCode } from '../smtp/permanence.ts';
import { findReplyCodeInProse } from '../smtp/reply-code.ts';
import { delayPhrases, successPhrases } from './delay-phrases.ts';
import { evidenceOf } from './evidence.ts';
import { reasonInText } from './layouts/reason.ts';
import type { ParsedMessage } from './mime/message.ts';
import { MAX_RECIPIENTS, type RecipientReport } from './report.ts';

/** What is asked of a message for each of its recipients. */
interface MessageFacts {
  readonly isDelay: boolean;
  readonly isSuccess: boolean;
  /** Addresses that are recipients in any case, lower case. */
  readonly recipients: ReadonlySet<string>;
  /** Addresses of the sender, lower case. */
  readonly senders: ReadonlySet<string>;
}

const cache = new WeakMap<ParsedMessage, MessageFacts>();

function factsOf(message: ParsedMessage): MessageFacts {
  let facts = cache.get(message);
  if (facts === undefined) {
    facts = {
      isDelay: statesDelay(message),
      isSuccess: statesSuccess(message),
      recipients: lowerCase([...message.failedRecipients, ...message.returnedTo]),
      senders: lowerCase([message.from, message.to, ...message.returnedFrom]),
    };
    cache.set(message, facts);
  }
  return facts;
}

function lowerCase(addresses: readonly string[]): ReadonlySet<string> {
  return new Set(addresses.map((address) => address.toLowerCase()));
}

/** True when the mail warns of a delay (RFC 3464, Action `delayed`): the host still tries. */
export function isDelayReport(message: ParsedMessage): boolean {
  return factsOf(message).isDelay;
}

function statesDelay(message: ParsedMessage): boolean {
  return (
    delayPhrases.occursIn(message.humanReadable.text) ||
    /\((?:delay|delayed)\)\s{0,8}$/i.test(message.subject.slice(-100))
  );
}

/** True when the mail reports a successful delivery and contains no reply code of class 4 or 5. */
function statesSuccess(message: ParsedMessage): boolean {
  const { text } = message.humanReadable;
  return successPhrases.occursIn(text) && !/^[45]/.test(findReplyCodeInProse(text.slice(0, 4096)));
}

/** A recipient that a text names, and the text that explains the failure, which may be empty. */
export interface NamedRecipient {
  readonly recipient: string;
  readonly reason: string;
}

/**
 * The reports on recipients out of a human-readable part: failures, delays or deliveries. Each recipient is reported
 * once, as it is named first. Where its reason is empty, the rest of the part is searched for one.
 */
export function failureReports(
  message: ParsedMessage,
  named: Iterable<NamedRecipient>,
): readonly RecipientReport[] {
  const reports = new Map<string, RecipientReport>();
  for (const { recipient, reason } of named) {
    const key = recipient.toLowerCase();
    if (recipient === '' || reports.has(key)) continue;
    reports.set(key, failureReport(message, recipient, reason));
    if (reports.size === MAX_RECIPIENTS) break;
  }
  return [...reports.values()];
}

function failureReport(message: ParsedMessage, recipient: string, reason: string): RecipientReport {
  const { isSuccess, isDelay } = factsOf(message);
  if (isSuccess) return { recipient, kind: 'delivered', permanent: null, evidence: {} };
  const text = reason.trim() || reasonInText(message, recipient);
  return failure(recipient, evidenceOf(text), isDelay);
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
  const { recipients, senders } = factsOf(message);
  const key = address.toLowerCase();
  return !recipients.has(key) && (HOST_ADDRESS.test(key) || senders.has(key));
}
