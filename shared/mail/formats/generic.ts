import { failureFinding, isBystander } from '../failure.ts';
import { addressBlocks } from '../layouts/address-blocks.ts';
import { reasonInWords } from '../layouts/reason.ts';
import { findingsOfTranscript } from '../layouts/transcript.ts';
import { findAddresses, sameAddress } from '../mime/addresses.ts';
import type { Letter } from '../mime/letter.ts';
import type { MailFormat } from './format.ts';
import { bounceSenders, bounceSubjects } from './generic-phrases.ts';

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

function looksLikeBounce(letter: Letter): boolean {
  if (letter.header('x-failed-recipients') !== '') return true;
  const from = letter.header('from').toLowerCase();
  const subject = letter.subject.toLowerCase();
  const fromHost = bounceSenders.some((sender) => from.includes(sender));
  const bounceSubject = bounceSubjects.some((words) => subject.includes(words));
  return bounceSubject || (fromHost && letter.notice.text.trim() !== '');
}

function recipientsOf(letter: Letter): readonly string[] {
  const listed = letter.failedRecipients;
  if (listed.length > 0) return listed;
  const heads = unique(
    addressBlocks(letter.notice.lines).map((block) => block.recipient),
    letter,
  );
  const returned = letter.returnedTo;
  const known = heads.filter((head) => returned.some((to) => sameAddress(to, head)));
  if (known.length > 0) return known;
  if (heads.length > 0) return heads;
  const mentioned = unique(
    findAddresses(letter.notice.text).map((found) => found.address),
    letter,
  );
  const mentionedKnown = mentioned.filter((address) => returned.some((to) => sameAddress(to, address)));
  if (mentionedKnown.length > 0) return mentionedKnown;
  if (mentioned.length > 0) return mentioned.slice(0, 1);
  return returned.length === 1 ? returned : [];
}

function unique(addresses: readonly string[], letter: Letter): readonly string[] {
  const kept = new Map<string, string>();
  for (const address of addresses) {
    const key = address.toLowerCase();
    if (!kept.has(key) && !isBystander(letter, address)) kept.set(key, address);
  }
  return [...kept.values()];
}
