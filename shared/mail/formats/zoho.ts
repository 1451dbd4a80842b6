import { failureFinding } from '../failure.ts';
import { findingsOfBlocks } from '../layouts/by-address.ts';
import { firstAddress } from '../mime/addresses.ts';
import { textFormat } from './text-format.ts';

/** `[Status: Error, Address: <ann@b.example>, ResponseCode 421, , Host not reachable.]` */
const BRACKETED = /^\s*\[Status: [^,\]]{1,40}, Address: <[^<>]{3,320}>,/;

/** Zoho: a bracketed status line, or `address reason, ERROR_CODE :550, …`. */
export const zoho = textFormat({
  name: 'zoho',
  phrases: ['error_code :'],
  sign: (letter) => letter.header('x-zohomail') !== '' || /\bzoho\b/i.test(letter.header('x-mailer')),
  read: (letter) => {
    const bracketed = letter.notice.lines.filter((line) => BRACKETED.test(line));
    if (bracketed.length === 0) return findingsOfBlocks(letter, letter.notice.lines);
    return bracketed.map((line) => failureFinding(letter, firstAddress(line), line));
  },
});
