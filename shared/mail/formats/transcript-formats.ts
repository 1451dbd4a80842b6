/** Formats that quote the SMTP session. */

import { findFirstAddress } from '../../address/scan.ts';
import { failureReports, isUnrelatedAddress, type NamedRecipient } from '../failure.ts';
import { reportsOfTranscript } from '../layouts/transcript.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { RecipientReport } from '../report.ts';
import { textFormat } from './format.ts';

/** Sendmail 5 to 8 and the many systems that copied its sections. */
export const sendmail = textFormat({
  name: 'sendmail',
  phrases: [
    'transcript of session follows',
    'the following addresses had permanent fatal errors',
    'the following addresses had transient non-fatal errors',
    'the following addresses had delivery problems',
    'the following addresses had delivery errors',
    'the following addresses had fatal errors',
    'the following addresses had errors',
    'the following addresses had permanent delivery errors',
  ],
  parse: (message) => reportsOfTranscript(message, message.humanReadable.lines),
});

const MDAEMON_FAILED = /^\s*failed address\s*:/i;
const MDAEMON_COMMAND = /-->\s*RCPT TO:/i;
const MDAEMON_REPLY = /<--\s*([45]\d\d[ -].*)$/;

/** Alt-N MDaemon: "Failed address:", and a dated transcript of `-->` and `<--`. */
export const mdaemon = textFormat({
  name: 'mdaemon',
  phrases: [
    'message had permanent fatal delivery errors',
    'message had fatal delivery errors',
    '--- session transcript ---',
  ],
  parse: (message) => {
    const { lines } = message.humanReadable;
    const replies = lines.map((line) => MDAEMON_REPLY.exec(line)?.[1] ?? '').filter((reply) => reply !== '');
    const named = lines
      .filter((line) => MDAEMON_FAILED.test(line))
      .map((line) => findFirstAddress(line))
      .filter((address) => address !== '' && !isUnrelatedAddress(message, address));
    if (named.length === 0) return refusedInSession(message);
    const reason = replies.join(' ');
    return failureReports(
      message,
      named.map((recipient) => ({ recipient, reason })),
    );
  },
});

/** Without "Failed address:" the recipient is that of the last RCPT command before the refusal. */
function refusedInSession(message: ParsedMessage): readonly RecipientReport[] {
  const refused: NamedRecipient[] = [];
  let recipient = '';
  for (const line of message.humanReadable.lines) {
    if (MDAEMON_COMMAND.test(line)) recipient = findFirstAddress(line.replace(MDAEMON_COMMAND, ''));
    const reply = MDAEMON_REPLY.exec(line)?.[1];
    if (reply === undefined || recipient === '') continue;
    refused.push({ recipient, reason: reply });
    recipient = '';
  }
  return failureReports(message, refused);
}
