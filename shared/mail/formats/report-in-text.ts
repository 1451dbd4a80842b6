import { findingsOfStatus } from './delivery-status.ts';
import type { MailFormat } from './format.ts';

const RECIPIENT_FIELD = /^[\s>]*(?:final|original)-recipient[ \t]*:/i;

/** The fields of a delivery-status report written into the text: Amazon WorkMail, and reports forwarded inline. */
export const reportInText: MailFormat = {
  name: 'dsn-in-text',
  recognise: (letter) => letter.notice.lines.some((line) => RECIPIENT_FIELD.test(line)),
  read: (letter) => findingsOfStatus(letter, atTheMargin(letter.notice.lines).join('\n')),
};

/** Without marks of quotation, and moved out as far as the recipients are moved in: what is further in is folded. */
function atTheMargin(lines: readonly string[]): readonly string[] {
  const bare = lines.map((line) => line.replace(/^[\s>]*>\s?/, ''));
  const margin = bare.find((line) => RECIPIENT_FIELD.test(line))?.search(/\S/) ?? 0;
  return bare.map((line) => (line.slice(0, margin).trim() === '' ? line.slice(margin) : line));
}
