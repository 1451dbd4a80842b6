/** Formats that name the recipient in a sentence or a header of their own. */

import { findAddresses, findFirstAddress } from '../../address/scan.ts';
import { failureReports } from '../failure.ts';
import { MAX_RECIPIENTS } from '../report.ts';
import { type MailFormat, textFormat } from './format.ts';

const AOL_SENTENCE = /recipients could not be delivered because (they are not accepting mail[^:]*):\s*$/i;
const AOL_SCREEN_NAME = /^\s*([a-z0-9][\w.-]{1,62})\s*$/i;

/** AOL, for recipients who accept mail from known senders only: a list of their names without a domain. */
export const aol = textFormat({
  name: 'aol',
  phrases: ['could not be delivered because they are not accepting mail from'],
  parse: (message) => {
    const { lines } = message.humanReadable;
    const start = lines.findIndex((line) => AOL_SENTENCE.test(line));
    if (start < 0) return [];
    const reason = AOL_SENTENCE.exec(lines[start] ?? '')?.[1] ?? '';
    const domain = message.from.slice(message.from.lastIndexOf('@') + 1);
    if (domain === '') return [];
    const names = lines.slice(start + 1).flatMap((line) => AOL_SCREEN_NAME.exec(line)?.[1] ?? []);
    return failureReports(
      message,
      names.map((name) => ({ recipient: `${name}@${domain}`, reason })),
    );
  },
});

const DRAGONFLY_SENTENCE = /there was an error delivering your mail to/i;

/** DragonFly Mail Agent: "There was an error delivering your mail to <address>." and the reason below. */
export const dragonfly = textFormat({
  name: 'dragonfly',
  phrases: ['this is the dragonfly mail agent'],
  parse: (message) => {
    const { lines } = message.humanReadable;
    const sentence = lines.findIndex((line) => DRAGONFLY_SENTENCE.test(line));
    const recipient = sentence < 0 ? '' : findFirstAddress(lines[sentence] ?? '');
    return failureReports(message, [{ recipient, reason: lines.slice(sentence + 1).join('\n') }]);
  },
});

/** `[<01>] XMail bounce: Rcpt=[ann@b.example];Error=[550 User unknown]`; the error may contain brackets. */
const XMAIL_BOUNCE = /XMail bounce:\s*Rcpt=\[([^\]]{3,320})\];\s*Error=\[(.*)\]\s*$/i;

const HARAKA_INTENDED = /^Intended Recipients:/i;
const HARAKA_REASON = /^Failure Reason:/i;
/** Without a reason, it lists those of the intended recipients that failed. */
const HARAKA_FAILED = /Some recipients failed:(.*)$/i;

/** Haraka: "Intended Recipients:" and "Failure Reason:". */
export const haraka = textFormat({
  name: 'haraka',
  phrases: ['this is the haraka mailer program at'],
  parse: (message) => {
    const { lines } = message.humanReadable;
    const intended = addressesIn(lines.find((line) => HARAKA_INTENDED.test(line)) ?? '');
    const start = lines.findIndex((line) => HARAKA_REASON.test(line));
    const end = lines.findIndex((line, index) => index > start && line === '');
    const reason =
      start < 0
        ? ''
        : lines
            .slice(start, end < 0 ? undefined : end)
            .join('\n')
            .replace(HARAKA_REASON, '');
    const failed = addressesIn(HARAKA_FAILED.exec(reason)?.[1] ?? '');
    const stated = reason.replace(HARAKA_FAILED, '').replace(/^\s*Error:\s*$/, '');
    return failureReports(
      message,
      (failed.length > 0 ? failed : intended).map((recipient) => ({ recipient, reason: stated })),
    );
  },
});

function addressesIn(text: string): readonly string[] {
  return [...new Set(findAddresses(text, MAX_RECIPIENTS).map(({ address }) => address))];
}

/** XMail. */
export const xmail = textFormat({
  name: 'xmail',
  phrases: ['xmail bounce: rcpt=['],
  parse: (message) => {
    const matches = message.humanReadable.lines.map((line) => XMAIL_BOUNCE.exec(line));
    return failureReports(
      message,
      matches.map((bounce) => ({
        recipient: findFirstAddress(bounce?.[1] ?? ''),
        reason: bounce?.[2] ?? '',
      })),
    );
  },
});

/** Google Groups: a text in the recipient's language, and the group in `X-Failed-Recipients`. */
export const googleGroups: MailFormat = {
  name: 'google-groups',
  matches: (message) =>
    message.failedRecipients.length > 0 && /mailer-daemon@google(?:mail|groups)?\.com/i.test(message.from),
  parse: (message) =>
    failureReports(
      message,
      message.failedRecipients.map((group) => ({ recipient: group, reason: message.humanReadable.text })),
    ),
};
