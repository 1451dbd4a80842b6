import { failureFinding, isBystander } from '../failure.ts';
import { firstAddress } from '../mime/addresses.ts';
import { textFormat } from './text-format.ts';

const FAILED = /^\s*failed address\s*:/i;
const REPLY = /<--\s*([45]\d\d[ -].*)$/;

/** Alt-N MDaemon: "Failed address:", and a dated transcript of `-->` and `<--`. */
export const mdaemon = textFormat({
  name: 'mdaemon',
  phrases: [
    'message had permanent fatal delivery errors',
    'message had fatal delivery errors',
    '--- session transcript ---',
  ],
  read: (letter) => {
    const lines = letter.notice.lines;
    const replies = lines.map((line) => REPLY.exec(line)?.[1] ?? '').filter((reply) => reply !== '');
    return lines
      .filter((line) => FAILED.test(line))
      .map((line) => firstAddress(line))
      .filter((address) => address !== '' && !isBystander(letter, address))
      .map((recipient) => failureFinding(letter, recipient, replies.join(' ')));
  },
});
