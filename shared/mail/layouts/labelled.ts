import { failureFinding, isBystander } from '../failure.ts';
import { type Finding, MOST_RECIPIENTS } from '../finding.ts';
import { firstAddress } from '../mime/addresses.ts';
import type { Letter } from '../mime/letter.ts';

/**
 * A layout of labelled lines:
 *
 *     Recipient address: ann@b.example
 *     Reason: Remote SMTP server has rejected address
 *     Diagnostic code: smtp;550 5.1.1 User unknown
 */
export interface Labels {
  /** Tested against a line; what follows the match holds the address. */
  readonly recipient: RegExp;
  /** Lines that open the reason, in words worth keeping. */
  readonly reason: RegExp;
}

/** A line that begins with a label of its own ends the reason. */
const OTHER_LABEL = /^\s{0,8}[A-Za-z][A-Za-z -]{2,30}:(?:\s|$)/;

/** Findings of labelled lines. A reason that stands before the first recipient is everybody's. */
export function findingsOfLabels(
  letter: Letter,
  lines: readonly string[],
  labels: Labels,
): readonly Finding[] {
  const found: { recipient: string; reason: string }[] = [];
  let common = '';
  let inReason = false;
  for (const line of lines) {
    const named = labels.recipient.exec(line);
    const recipient = named === null ? '' : firstAddress(line.slice(named.index + named[0].length));
    const reason = labels.reason.exec(line);
    if (recipient !== '' && !isBystander(letter, recipient)) {
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
  return found
    .slice(0, MOST_RECIPIENTS)
    .map(({ recipient, reason }) => failureFinding(letter, recipient, reason.trim() || common.trim()));
}
