import { microsoftRecipient } from './feedback-report.ts';
import type { MailFormat } from './format.ts';

/** Microsoft's junk mail reporting programme: no report part, the message as an attachment. */
export const junkMailReport: MailFormat = {
  name: 'jmrp',
  conclusive: true,
  recognise: (letter) =>
    /^staff@hotmail\.com$/i.test(letter.from) && /^complaint about message from/i.test(letter.subject),
  read: (letter) => {
    const stated = microsoftRecipient(letter);
    const returned = letter.returnedTo;
    const recipients = stated !== '' ? [stated] : returned.length === 1 ? returned : [];
    return recipients.map((recipient) => ({ recipient, kind: 'complaint', permanent: null, evidence: {} }));
  },
};
