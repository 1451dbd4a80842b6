import { findingsOfBlocks } from '../layouts/by-address.ts';
import { textFormat } from './text-format.ts';

/** Gmail before it sent delivery-status parts: the address, then "Technical details of permanent failure". */
export const gmail = textFormat({
  name: 'gmail',
  phrases: [
    'delivery to the following recipient failed permanently',
    'delivery to the following recipients failed permanently',
    'delivery to the following recipient has been delayed',
    'delivery to the following recipients has been delayed',
    'technical details of permanent failure',
    'technical details of temporary failure',
  ],
  read: (letter) => findingsOfBlocks(letter, letter.notice.lines, { acrossBlankLines: true }),
});
