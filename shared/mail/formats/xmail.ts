import { failureFinding } from '../failure.ts';
import { firstAddress } from '../mime/addresses.ts';
import { textFormat } from './text-format.ts';

/** `[<01>] XMail bounce: Rcpt=[ann@b.example];Error=[550 User unknown]`; brackets in the error are its own. */
const BOUNCE = /XMail bounce:\s*Rcpt=\[([^\]]{3,320})\];\s*Error=\[(.*)\]\s*$/i;

/** XMail. */
export const xmail = textFormat({
  name: 'xmail',
  phrases: ['xmail bounce: rcpt=['],
  read: (letter) =>
    letter.notice.lines.flatMap((line) => {
      const bounce = BOUNCE.exec(line);
      const recipient = firstAddress(bounce?.[1] ?? '');
      return recipient === '' ? [] : [failureFinding(letter, recipient, bounce?.[2] ?? '')];
    }),
});
