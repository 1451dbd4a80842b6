import { findingsOfBlocks } from '../layouts/by-address.ts';
import { textFormat } from './text-format.ts';

const HEADING = /did not reach the following recipient/i;
/** Behind the address stands when: no part of the reason. */
const WHEN = /\s+on \w{3}, \d{1,2} \w{3} \d{4} [\d:]{5,8}(?: [+-]\d{4})?\s*$/;
const ROUTING = /the mts-id of the original message is|^\s*;|^\s*c=[a-z]{2};/i;

/** Exchange 5.5 to 2003 (Internet Mail Service): "did not reach the following recipient(s)", `address on date`. */
export const exchange55 = textFormat({
  name: 'exchange-5.5',
  phrases: ['did not reach the following recipient'],
  read: (letter) => findingsOfBlocks(letter, recipientPart(letter.notice.lines)),
});

/** Above the heading stand the sender's own To and Subject. */
function recipientPart(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => HEADING.test(line));
  return lines
    .slice(start + 1)
    .filter((line) => !ROUTING.test(line))
    .map((line) => line.replace(WHEN, ''));
}
