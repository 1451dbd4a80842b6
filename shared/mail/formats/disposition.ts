import { failure } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { addressOfField } from '../mime/addresses.ts';
import { field, fieldGroups } from '../mime/fields.ts';
import type { Letter } from '../mime/letter.ts';
import { evidenceOf } from '../reply.ts';
import type { MailFormat } from './format.ts';

const REJECTED = /automatically rejected[\s\S]*/i;

/** RFC 8098 disposition notifications: a message that a filter (Sieve `reject`) refused; a read receipt is no failure. */
export const disposition: MailFormat = {
  name: 'mdn',
  conclusive: true,
  recognise: (letter) => letter.disposition !== null,
  read: (letter) =>
    fieldGroups(letter.disposition ?? '').flatMap((group) => {
      const recipient = addressOfField(field(group, 'final-recipient') || field(group, 'original-recipient'));
      return recipient === '' ? [] : refusalOf(letter, recipient, field(group, 'disposition').toLowerCase());
    }),
};

/** Nothing where the message was read, or deleted without a word. */
function refusalOf(letter: Letter, recipient: string, done: string): readonly Finding[] {
  const refused = REJECTED.exec(letter.notice.text)?.[0].trim();
  if (!done.includes('deleted') || refused === undefined) return [];
  return [failure(recipient, evidenceOf(refused))];
}
