import { failureFinding, isBystander } from '../failure.ts';
import { addressBlocks } from '../layouts/address-blocks.ts';
import { reasonInWords } from '../layouts/reason.ts';
import { findingsOfTranscript } from '../layouts/transcript.ts';
import { findAddresses, organisationOf, recipientInReturnPath, sameAddress } from '../mime/addresses.ts';
import { folded } from '../mime/folded.ts';
import type { Letter } from '../mime/letter.ts';
import { replyCodeOf, statusOf } from '../reply.ts';
import type { MailFormat } from './format.ts';
import { bounceSubjects, failureWords, otherSubjects } from './generic-phrases.ts';
import { isFromMailSystem, isFromReporter } from './mail-system.ts';

/**
 * A bounce in words that no other format knows: the recipient by where addresses stand, the reason by the
 * nearest lines that read like a server's reply.
 */
export const generic: MailFormat = {
  name: 'generic',
  recognise: looksLikeBounce,
  read: (letter) => {
    const transcript = findingsOfTranscript(letter, letter.notice.lines);
    if (transcript.length > 0) return transcript;
    return recipientsOf(letter).map((recipient) =>
      failureFinding(letter, recipient, reasonInWords(letter, recipient)),
    );
  },
};

/**
 * The words alone prove nothing: a person asks about a bounce, a newsletter explains them, a postmaster writes of
 * quotas and quarantines. So it must come from a mail system, or be made by one, and say that something failed.
 */
export function looksLikeBounce(letter: Letter): boolean {
  if (letter.header('x-failed-recipients') !== '') return true;
  const subject = letter.subject.toLowerCase();
  if (otherSubjects.some((words) => subject.includes(words))) return false;
  if (isFromReporter(letter)) return true;
  const fromHost = isFromMailSystem(letter);
  const bounceSubject = bounceSubjects.some((words) => subject.includes(words));
  if (bounceSubject && (fromHost || isMadeByMachine(letter))) return true;
  if (!saysThatItFailed(letter)) return false;
  return fromHost || (bounceSubject && !isFromPersonOrList(letter));
}

/** RFC 5321, 4.5.5: reports are sent with a null reverse path; RFC 3834, 5. */
function isMadeByMachine(letter: Letter): boolean {
  return (
    /^(?:<>|<?mailer-daemon\b)/i.test(letter.header('return-path')) ||
    /^auto-/i.test(letter.header('auto-submitted')) ||
    /multipart\/report/i.test(letter.header('content-type'))
  );
}

function isFromPersonOrList(letter: Letter): boolean {
  return (
    letter.header('list-unsubscribe') !== '' ||
    letter.header('in-reply-to') !== '' ||
    /^(?:re|aw|sv|antw|rif|odp)\s*:/i.test(letter.subject)
  );
}

function saysThatItFailed(letter: Letter): boolean {
  const words = folded(letter.notice.text);
  return (
    failureWords.some((phrase) => words.includes(phrase)) ||
    replyCodeOf(letter.notice.text) !== '' ||
    statusOf(letter.notice.text) !== ''
  );
}

/** Beside others, an address of the sender's own house is more likely the sender's. */
function recipientsOf(letter: Letter): readonly string[] {
  const listed = letter.failedRecipients;
  if (listed.length > 0) return listed;
  const heads = candidates(
    addressBlocks(letter.notice.lines).map((block) => block.recipient),
    letter,
  );
  const { text } = letter.notice;
  const mentioned = candidates(
    findAddresses(text)
      .filter(({ start }) => !NAMES_SENDER.test(text.slice(Math.max(0, start - 40), start)))
      .map((found) => found.address),
    letter,
  );
  const returned = letter.returnedTo;
  const isKnown = (address: string) => returned.some((to) => sameAddress(to, address));
  const own = organisationOf(letter.to);
  const isForeign = (address: string) => organisationOf(address) !== own;
  const surestFirst = [
    heads.filter(isKnown),
    mentioned.filter(isKnown),
    heads.filter(isForeign),
    mentioned.filter(isForeign).slice(0, 1),
    heads,
    mentioned.slice(0, 1),
  ];
  for (const addresses of surestFirst) if (addresses.length > 0) return addresses;
  if (returned.length === 1) return returned;
  return [recipientInReturnPath(letter.to)].filter((address) => address !== '');
}

/** What stands before an address that is the sender's, or is none: `From: <`, `message from `, `Message-ID: <`. */
const NAMES_SENDER =
  /(?:\bmessage-id|\bin-reply-to|\breferences|\breply-to|\breturn-path|\bfrom|\bsender|\bby|\bvon|\babsender|\bexpéditeur|\bremitente|\bremetente|\bmittente|\bnadawca|отправител[ья]|发件人|寄件者|差出人|送信者)\s{0,4}[:：]?\s{0,4}[<"'([]{0,3}$/iu;

/** Who may have failed: nobody twice, and no bystander. */
function candidates(addresses: readonly string[], letter: Letter): readonly string[] {
  const kept = new Map<string, string>();
  for (const address of addresses) {
    const key = address.toLowerCase();
    if (!kept.has(key) && !isBystander(letter, address)) kept.set(key, address);
  }
  return [...kept.values()];
}
