import { findingsOfBlocks } from '../layouts/address-blocks.ts';
import { textFormat } from './text-format.ts';

const ROUTING = /the mts-id of the original message is|^\s*;|^\s*c=[a-z]{2};/i;

/** Exchange 5.5 to 2003 (Internet Mail Service): "did not reach the following recipient(s)", `address on date`. */
export const exchange55 = textFormat({
  name: 'exchange-5.5',
  phrases: ['did not reach the following recipient(s)', 'did not reach the following recipient'],
  read: (letter) =>
    findingsOfBlocks(
      letter,
      afterIntroduction(letter.notice.lines).filter((line) => !ROUTING.test(line)),
    ),
});

/** Before it stand the sender's own To and Subject. */
function afterIntroduction(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => /did not reach the following recipient/i.test(line));
  return lines.slice(start + 1);
}
