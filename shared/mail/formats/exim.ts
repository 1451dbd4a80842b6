import { findingsOfBlocks } from '../layouts/by-address.ts';
import { textFormat } from './text-format.ts';

const INTRODUCTION =
  /following address(?:es|\(es\))?(?: have| has)?\b.*:\s*$|^address(?:es|\(es\))? failed:\s*$|address to which the message has not yet been delivered is:\s*$/i;

/** Exim, with or without `X-Failed-Recipients`, and those that borrowed its words (GMX, 1&1, MXLogic). */
export const exim = textFormat({
  name: 'exim',
  phrases: [
    'this message was created automatically by mail delivery software',
    'this message was created automatically by the smtp relay',
    'a message that you sent could not be delivered to one or more of its recipients',
    'a message that you sent could not be delivered to all of its recipients',
    'a message that you sent has not yet been delivered to one or more of its recipients',
    'could not be delivered to one or more of its recipients. the following address',
    'this message was created automatically by the mail system',
    'this message has been created automatically by mail delivery software',
  ],
  // Above the introduction a forwarded bounce names who sent the message.
  read: (letter) => {
    const { lines } = letter.notice;
    const start = lines.findIndex((line) => INTRODUCTION.test(line));
    const below = findingsOfBlocks(letter, lines.slice(start + 1));
    return below.length > 0 ? below : findingsOfBlocks(letter, lines);
  },
});
