import { failureFinding, isBystander } from '../failure.ts';
import type { Finding } from '../finding.ts';
import { firstAddress } from '../mime/addresses.ts';
import type { Letter } from '../mime/letter.ts';
import { textFormat } from './text-format.ts';

const FAILED = /^\s*failed address\s*:/i;
const COMMAND = /-->\s*RCPT TO:/i;
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
    const { lines } = letter.notice;
    const replies = lines.map((line) => REPLY.exec(line)?.[1] ?? '').filter((reply) => reply !== '');
    const named = lines
      .filter((line) => FAILED.test(line))
      .map((line) => firstAddress(line))
      .filter((address) => address !== '' && !isBystander(letter, address));
    if (named.length === 0) return refusedIn(letter);
    return named.map((recipient) => failureFinding(letter, recipient, replies.join(' ')));
  },
});

/** Without "Failed address:" it is who was named on the wire when the other host refused. */
function refusedIn(letter: Letter): readonly Finding[] {
  const findings: Finding[] = [];
  let recipient = '';
  for (const line of letter.notice.lines) {
    if (COMMAND.test(line)) recipient = firstAddress(line.replace(COMMAND, ''));
    const reply = REPLY.exec(line)?.[1];
    if (reply === undefined || recipient === '') continue;
    findings.push(failureFinding(letter, recipient, reply));
    recipient = '';
  }
  return findings;
}
