import { findingsOfLabels } from '../layouts/labelled.ts';
import { textFormat } from './text-format.ts';

const verdicts =
  /^\s*(?:unknown (?:user|host|local user)|invalid final delivery userid|user mailbox exceeds allowed size|delivery failed \d+ attempts|undeliverable to|invalid user|mailbox (?:full|unavailable))\s*:?\s*(?=\S)/i;

/** Ipswitch IMail (`SMTP32`): one line, the verdict and the address. */
export const imail = textFormat({
  name: 'imail',
  phrases: ['user mailbox exceeds allowed size:', 'invalid final delivery userid:'],
  sign: (letter) => /<?smtp32/i.test(letter.header('x-mailer')),
  read: (letter) => findingsOfLabels(letter, letter.notice.lines, { recipient: verdicts, reason: /$^/ }),
});
