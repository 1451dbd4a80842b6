import { failureFinding, isBystander } from '../failure.ts';
import { findingsOfBlocks } from '../layouts/by-address.ts';
import { findAddresses } from '../mime/addresses.ts';
import { textFormat } from './text-format.ts';

const DOMINO_HEADING = /^\s*was not delivered to:/i;
const NOTES_HEADING = /failure reasons/i;

/** Domino: "was not delivered to: … because: …"; older Notes: "Failure Reasons" with the reason first. */
export const domino = textFormat({
  name: 'domino',
  phrases: ['was not delivered to:', '- failure reasons -', '--- failure reasons'],
  read: (letter) => {
    const lines = letter.notice.lines;
    const notes = lines.findIndex((line) => NOTES_HEADING.test(line));
    if (notes < 0) {
      const start = lines.findIndex((line) => DOMINO_HEADING.test(line));
      const words = lines.slice(start + 1).filter((line) => !/^\s*because:\s*$/i.test(line));
      return findingsOfBlocks(letter, words, { acrossBlankLines: true });
    }
    return reasonFirst(letter, lines.slice(notes + 1));
  },
});

function reasonFirst(letter: Parameters<typeof isBystander>[0], lines: readonly string[]) {
  const named = lines
    .flatMap((line) => findAddresses(line))
    .map((found) => found.address)
    .filter((address) => !isBystander(letter, address));
  const reason = lines.filter((line) => findAddresses(line).length === 0).join('\n');
  return [...new Set(named)].map((recipient) => failureFinding(letter, recipient, reason));
}
