import { failureFinding } from '../failure.ts';
import type { MailFormat } from './format.ts';

/** Google Groups: a letter in the reader's language, and the group in `X-Failed-Recipients`. */
export const googleGroups: MailFormat = {
  name: 'google-groups',
  recognise: (letter) =>
    letter.failedRecipients.length > 0 && /mailer-daemon@google(?:mail|groups)?\.com/i.test(letter.from),
  read: (letter) => letter.failedRecipients.map((group) => failureFinding(letter, group, letter.notice.text)),
};
