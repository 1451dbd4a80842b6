import { findFirstAddress } from '../../address/scan.ts';
import { failureReports, isUnrelatedAddress } from '../failure.ts';
import type { ParsedMessage } from '../mime/message.ts';
import type { RecipientReport } from '../report.ts';
import { addressBlocks, type BlockOptions, reasonsByRecipient } from './address-blocks.ts';

/**
 * Reports of the address blocks in `lines`. Addresses of the sender and of the reporting host are no recipients.
 * Where the mail has `X-Failed-Recipients`, that header decides on the recipients.
 */
export function reportsOfBlocks(
  message: ParsedMessage,
  lines: readonly string[],
  options: BlockOptions = {},
): readonly RecipientReport[] {
  const blocks = addressBlocks(lines, options).filter(
    (block) => !isUnrelatedAddress(message, block.recipient),
  );
  const listed = message.failedRecipients;
  const recipients = listed.length > 0 ? listed : blocks.map((block) => block.recipient);
  const reasons = reasonsByRecipient(blocks);
  return failureReports(
    message,
    recipients.map((recipient) => ({ recipient, reason: reasons.get(recipient.toLowerCase()) ?? '' })),
  );
}

/**
 * A layout of labelled lines:
 *
 *     Recipient address: ann@b.example
 *     Reason: Remote SMTP server has rejected address
 *     Diagnostic code: smtp;550 5.1.1 User unknown
 */
export interface Labels {
  /** Tested against a line; the address follows the match. */
  readonly recipient: RegExp;
  /** First lines of the reason; the label is dropped. */
  readonly reason: RegExp;
}

/** A line with another label ends the reason. */
const OTHER_LABEL = /^\s{0,8}[A-Za-z][A-Za-z -]{2,30}:(?:\s|$)/;

/** Reports of labelled lines. A reason above the first recipient applies to every recipient without its own. */
export function reportsOfLabels(
  message: ParsedMessage,
  lines: readonly string[],
  labels: Labels,
): readonly RecipientReport[] {
  const found: { recipient: string; reason: string }[] = [];
  let common = '';
  let inReason = false;
  for (const line of lines) {
    const label = labels.recipient.exec(line);
    const recipient = label === null ? '' : findFirstAddress(line.slice(label.index + label[0].length));
    const reason = labels.reason.exec(line);
    if (recipient !== '' && !isUnrelatedAddress(message, recipient)) {
      found.push({ recipient, reason: '' });
      inReason = false;
    } else if (reason !== null || (inReason && line.trim() !== '' && !OTHER_LABEL.test(line))) {
      const text = reason === null ? line : line.slice(reason.index + reason[0].length);
      const last = found.at(-1);
      if (last === undefined) common = `${common}\n${text.trim()}`;
      else last.reason = `${last.reason}\n${text.trim()}`;
      inReason = true;
    } else if (line.trim() !== '') {
      inReason = false;
    }
  }
  return failureReports(
    message,
    found.map(({ recipient, reason }) => ({ recipient, reason: reason.trim() || common.trim() })),
  );
}
