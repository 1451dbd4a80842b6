import { findAddresses } from '../../address/scan.ts';
import { findMostSpecificStatus } from '../../smtp/enhanced-status.ts';
import { findReplyCodeInProse } from '../../smtp/reply-code.ts';
import { failureReports, isUnrelatedAddress } from '../failure.ts';
import { addressBlocks } from '../layouts/address-blocks.ts';
import { reportsOfTranscript } from '../layouts/transcript.ts';
import { organizationOf, recipientInReturnPath, sameAddress } from '../mime/addresses.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { MailFormat } from './format.ts';
import { bounceSubjects, failurePhrases, otherSubjects } from './generic-phrases.ts';
import { isFromMailSystem, isFromReporter } from './mail-system.ts';

/**
 * A bounce in an unknown wording: the recipient by the position of addresses, the reason by the nearest lines with a
 * reply code.
 */
export const generic: MailFormat = {
  name: 'generic',
  matches: looksLikeBounce,
  parse: (message) => {
    const transcript = reportsOfTranscript(message, message.humanReadable.lines);
    if (transcript.length > 0) return transcript;
    return failureReports(
      message,
      recipientsOf(message).map((recipient) => ({ recipient, reason: '' })),
    );
  },
};

/**
 * The text alone does not decide: users ask about bounces, newsletters explain them, postmasters write about quotas and
 * quarantines. The mail must be sent by a mail system, or be generated, and state a failure.
 */
export function looksLikeBounce(message: ParsedMessage): boolean {
  if (message.header('x-failed-recipients') !== '') return true;
  if (otherSubjects.occursInField(message.subject)) return false;
  if (isFromReporter(message)) return true;
  const fromHost = isFromMailSystem(message);
  const bounceSubject = bounceSubjects.occursInField(message.subject);
  if (bounceSubject && (fromHost || isGenerated(message))) return true;
  if (!statesFailure(message)) return false;
  return fromHost || (bounceSubject && !isReplyOrListMail(message));
}

/** RFC 5321, 4.5.5: reports are sent with a null reverse path; RFC 3834, 5. */
function isGenerated(message: ParsedMessage): boolean {
  return (
    /^(?:<>|<?mailer-daemon\b)/i.test(message.header('return-path')) ||
    /^auto-/i.test(message.header('auto-submitted')) ||
    /multipart\/report/i.test(message.header('content-type'))
  );
}

function isReplyOrListMail(message: ParsedMessage): boolean {
  return (
    message.header('list-unsubscribe') !== '' ||
    message.header('in-reply-to') !== '' ||
    /^(?:re|aw|sv|antw|rif|odp)\s*:/i.test(message.subject)
  );
}

function statesFailure(message: ParsedMessage): boolean {
  const { text } = message.humanReadable;
  return (
    failurePhrases.occursIn(text) || findMostSpecificStatus(text) !== '' || findReplyCodeInProse(text) !== ''
  );
}

/** Among several, an address in the sender's own organization is more likely the sender's. */
function recipientsOf(message: ParsedMessage): readonly string[] {
  const listed = message.failedRecipients;
  if (listed.length > 0) return listed;
  const heads = candidates(
    addressBlocks(message.humanReadable.lines).map((block) => block.recipient),
    message,
  );
  const { text } = message.humanReadable;
  const mentioned = candidates(
    findAddresses(text, MAX_MENTIONED)
      .filter(({ start }) => !SENDER_BEFORE.test(text.slice(Math.max(0, start - 40), start)))
      .map((found) => found.address),
    message,
  );
  const returned = message.returnedTo;
  const isKnown = (address: string) => returned.some((to) => sameAddress(to, address));
  const own = organizationOf(message.to);
  const isForeign = (address: string) => organizationOf(address) !== own;
  const byPrecedence = [
    heads.filter(isKnown),
    mentioned.filter(isKnown),
    heads.filter(isForeign),
    mentioned.filter(isForeign).slice(0, 1),
    heads,
    mentioned.slice(0, 1),
  ];
  for (const addresses of byPrecedence) if (addresses.length > 0) return addresses;
  if (returned.length === 1) return returned;
  return [recipientInReturnPath(message.to)].filter((address) => address !== '');
}

/** Addresses of a text among which the recipient is searched. */
const MAX_MENTIONED = 200;

/** Text before the sender's address or a message id: `From: <`, `message from `, `Message-ID: <`. */
const SENDER_BEFORE =
  /(?:\bmessage-id|\bin-reply-to|\breferences|\breply-to|\breturn-path|\bfrom|\bsender|\bby|\bvon|\babsender|\bexpéditeur|\bremitente|\bremetente|\bmittente|\bnadawca|отправител[ья]|发件人|寄件者|差出人|送信者)\s{0,4}[:：]?\s{0,4}[<"'([]{0,3}$/iu;

/** Possible recipients, without duplicates and unrelated addresses. */
function candidates(addresses: readonly string[], message: ParsedMessage): readonly string[] {
  const kept = new Map<string, string>();
  for (const address of addresses) {
    const key = address.toLowerCase();
    if (!kept.has(key) && !isUnrelatedAddress(message, address)) kept.set(key, address);
  }
  return [...kept.values()];
}
