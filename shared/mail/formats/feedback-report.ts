import type { EventKind } from '../../events/event.ts';
import type { Finding } from '../finding.ts';
import { addressOfField, firstAddress, recipientInReturnPath } from '../mime/addresses.ts';
import { type FieldGroup, field, fieldGroups } from '../mime/fields.ts';
import { dateOf, type Letter } from '../mime/letter.ts';
import type { MailFormat } from './format.ts';

/** What each feedback type means to the ledger. RFC 5965, 3.5; RFC 6430; RFC 6591. */
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

/** RFC 5965 feedback reports: complaints, and what else a receiver feeds back. */
export const feedbackReport: MailFormat = {
  name: 'arf',
  conclusive: true,
  recognise: (letter) => letter.feedback !== null,
  read: (letter) => {
    const group = wholeReport(letter.feedback ?? '');
    const type = field(group, 'feedback-type').toLowerCase();
    const at = dateOf(field(group, 'arrival-date') || field(group, 'received-date'));
    const kind = kinds[type] ?? 'other';
    return recipientsOf(letter, group).map(
      (recipient): Finding => ({
        recipient,
        kind,
        permanent: null,
        evidence: type === '' ? {} : { espClass: type },
        ...(at !== null && { at }),
      }),
    );
  },
};

/** The fields of a report belong together even where blank lines part them. */
function wholeReport(text: string): FieldGroup {
  const whole = new Map<string, readonly string[]>();
  for (const group of fieldGroups(text)) {
    for (const [name, values] of group) whole.set(name, [...(whole.get(name) ?? []), ...values]);
  }
  return whole;
}

function recipientsOf(letter: Letter, group: FieldGroup): readonly string[] {
  const named = ['original-rcpt-to', 'removal-recipient', 'original-recipient', 'final-recipient']
    .map((name) => (group.get(name) ?? []).map(addressOfField).filter(isWhole))
    .find((addresses) => addresses.length > 0);
  if (named !== undefined) return [...new Set(named)];
  const stated = microsoftRecipient(letter);
  if (stated !== '') return [stated];
  const returned = letter.returnedTo.filter(isWhole);
  if (returned.length === 1) return returned;
  // A redacted report leaves the sender's own address, which may tell.
  const told = recipientInReturnPath(addressOfField(field(group, 'original-mail-from')));
  return told === '' ? [] : [told];
}

/** Microsoft's junk mail reporting names the recipient in the returned header alone. */
export function microsoftRecipient(letter: Letter): string {
  const line = /^x-hmxmroriginalrecipient\s*:(.*)$/im.exec(letter.returnedHeaders)?.[1] ?? '';
  return firstAddress(line);
}

/** Receivers may redact who complained (RFC 6590): such an address is nobody's. */
function isWhole(address: string): boolean {
  return address !== '' && !/redacted|^[x*]+@|\*{3}|undisclosed|@(?:redacted|\[redacted)/i.test(address);
}
