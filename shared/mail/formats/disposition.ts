import { evidenceOf } from '../evidence.ts';
import { failure } from '../failure.ts';
import { addressOfField } from '../mime/addresses.ts';
import { field, fieldGroups } from '../mime/fields.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { RecipientReport } from '../report.ts';
import type { MailFormat } from './format.ts';

const REJECTED = /automatically rejected[\s\S]*/i;

/** Disposition notifications (RFC 8098): a refusal by a filter (Sieve `reject`, RFC 5429); a read receipt is no failure. */
export const disposition: MailFormat = {
  name: 'mdn',
  conclusive: true,
  matches: (message) => message.disposition !== null,
  parse: (message) =>
    fieldGroups(message.disposition ?? '').flatMap((group) => {
      const recipient = addressOfField(field(group, 'final-recipient') || field(group, 'original-recipient'));
      return recipient === '' ? [] : refusalOf(message, recipient, field(group, 'disposition').toLowerCase());
    }),
};

/** Empty where the message was displayed, or deleted without a reason. */
function refusalOf(message: ParsedMessage, recipient: string, done: string): readonly RecipientReport[] {
  const refused = REJECTED.exec(message.humanReadable.text)?.[0].trim();
  if (!done.includes('deleted') || refused === undefined) return [];
  return [failure(recipient, evidenceOf(refused))];
}
