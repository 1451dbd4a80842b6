import { findFirstAddress } from '../../address/scan.ts';
import type { EventKind } from '../../events/event.ts';
import { addressOfField, recipientInReturnPath } from '../mime/addresses.ts';
import { type FieldGroup, field, fieldGroups } from '../mime/fields.ts';
import { dateOf, type ParsedMessage } from '../mime/message.ts';
import { MAX_RECIPIENTS, type RecipientReport } from '../report.ts';
import type { MailFormat } from './format.ts';

/** Event kinds of the feedback types (RFC 5965, 7.3; RFC 6430; RFC 6591). */
const kinds: Readonly<Record<string, EventKind>> = {
  abuse: 'complaint',
  fraud: 'complaint',
  virus: 'complaint',
  other: 'complaint',
  miscategorized: 'complaint',
  'opt-out': 'unsubscribe',
  'opt-out-list': 'unsubscribe',
  'not-spam': 'other',
  'auth-failure': 'other',
  dmarc: 'other',
};

/** Feedback reports (RFC 5965, ARF): complaints and opt-outs. */
export const feedbackReport: MailFormat = {
  name: 'arf',
  conclusive: true,
  matches: (message) => message.feedback !== null,
  parse: (message) => {
    const group = wholeReport(message.feedback ?? '');
    const type = field(group, 'feedback-type').toLowerCase();
    const at = dateOf(field(group, 'arrival-date') || field(group, 'received-date'));
    const kind = kinds[type] ?? 'other';
    return recipientsOf(message, group).map(
      (recipient): RecipientReport => ({
        recipient,
        kind,
        permanent: null,
        evidence: type === '' ? {} : { espClass: type },
        ...(at !== null && { at }),
      }),
    );
  },
};

/** The fields of a report, also where blank lines separate them. */
function wholeReport(text: string): FieldGroup {
  const whole = new Map<string, string[]>();
  for (const group of fieldGroups(text)) {
    for (const [name, values] of group) {
      const known = whole.get(name);
      if (known === undefined) whole.set(name, [...values]);
      else known.push(...values);
    }
  }
  return whole;
}

function recipientsOf(message: ParsedMessage, group: FieldGroup): readonly string[] {
  const named = ['original-rcpt-to', 'removal-recipient', 'original-recipient', 'final-recipient']
    .map((name) => (group.get(name) ?? []).slice(0, MAX_RECIPIENTS).map(addressOfField).filter(isWhole))
    .find((addresses) => addresses.length > 0);
  if (named !== undefined) return [...new Set(named)];
  const stated = microsoftRecipient(message);
  if (stated !== '') return [stated];
  const returned = message.returnedTo.filter(isWhole);
  if (returned.length === 1) return returned;
  // A redacted report keeps the sender's own address, which may name the recipient.
  const told = recipientInReturnPath(addressOfField(field(group, 'original-mail-from')));
  return told === '' ? [] : [told];
}

/** Microsoft names the recipient in a header field of the returned message. */
function microsoftRecipient(message: ParsedMessage): string {
  const line = /^x-hmxmroriginalrecipient\s*:(.*)$/im.exec(message.returnedHeaders)?.[1] ?? '';
  return findFirstAddress(line);
}

/** False for an address that the receiver has redacted (RFC 6590). */
function isWhole(address: string): boolean {
  return address !== '' && !/redacted|^[x*]+@|\*{3}|undisclosed|@(?:redacted|\[redacted)/i.test(address);
}

/** Microsoft's Junk Mail Reporting Program: no report part, the message as an attachment. */
export const junkMailReport: MailFormat = {
  name: 'jmrp',
  conclusive: true,
  matches: (message) =>
    /^staff@hotmail\.com$/i.test(message.from) && /^complaint about message from/i.test(message.subject),
  parse: (message) => {
    const stated = microsoftRecipient(message);
    const returned = message.returnedTo;
    const recipients = stated !== '' ? [stated] : returned.length === 1 ? returned : [];
    return recipients.map((recipient) => ({ recipient, kind: 'complaint', permanent: null, evidence: {} }));
  },
};
