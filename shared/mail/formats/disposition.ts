import { failure } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { addressOfField } from '../mime/addresses.ts';
import { field, fieldGroups } from '../mime/fields.ts';
import type { Letter } from '../mime/letter.ts';
import { evidenceOf } from '../reply.ts';
import type { MailFormat } from './format.ts';

const REJECTED = /automatically rejected:?\s*([\s\S]*)/i;

/** RFC 8098 disposition notifications: a read receipt, or a message that a filter (Sieve `reject`) refused. */
export const disposition: MailFormat = {
  name: 'mdn',
  conclusive: true,
  recognise: (letter) => letter.disposition !== null,
  read: (letter) =>
    fieldGroups(letter.disposition ?? '').flatMap((group) => {
      const recipient = addressOfField(field(group, 'final-recipient') || field(group, 'original-recipient'));
      return recipient === ''
        ? []
        : [findingOf(letter, recipient, field(group, 'disposition').toLowerCase())];
    }),
};

function findingOf(letter: Letter, recipient: string, done: string): Finding {
  const refused = REJECTED.exec(letter.notice.text)?.[1]?.trim();
  if (done.includes('deleted') && refused !== undefined) return failure(recipient, evidenceOf(refused));
  return { recipient, kind: 'other', permanent: null, evidence: {} };
}
