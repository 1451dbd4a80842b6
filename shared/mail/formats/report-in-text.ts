import { findingsOfStatus } from './delivery-status.ts';
import type { MailFormat } from './format.ts';

const RECIPIENT_FIELD = /^[\s>]*(?:final|original)-recipient[ \t]*:/i;

/** The fields of a delivery-status report written into the text: Amazon WorkMail, and reports forwarded inline. */
export const reportInText: MailFormat = {
  name: 'dsn-in-text',
  recognise: (letter) => letter.notice.lines.some((line) => RECIPIENT_FIELD.test(line)),
  read: (letter) =>
    findingsOfStatus(letter, letter.notice.lines.map((line) => line.replace(/^[\s>]*>\s?/, '')).join('\n')),
};
