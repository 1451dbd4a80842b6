import { findingsOfLabels } from '../layouts/labelled.ts';
import type { MailFormat } from './format.ts';

const RECIPIENT =
  /(?:^|\b)(?:unable to deliver message to|could not be delivered to|unable to deliver (?:your )?(?:mail|message) to|failed address|failed recipient|undeliverable address|recipient address|recipient|(?<=^\s{0,8})rcpt to|destination address|delivery to|message to|mail to|destinataire|empfänger|destinatario|宛先)\s*:/i;
const REASON =
  /^\s*(?:(?:delivery failed for the following )?reason|error message below|error(?: message| text)?|diagnostic(?: code)?|remote server returned|the (?:error|response|reason) (?:was|is)|server (?:response|message)|response|details?|cause|grund|raison|motivo)\s*:\s*/i;

/** Labelled lines, whoever wrote them: MailFoundry, InterScan, Apache James, Verizon, KDDI and other gateways. */
export const labelledFields: MailFormat = {
  name: 'labelled-fields',
  recognise: (letter) => letter.notice.lines.some((line) => RECIPIENT.test(line)),
  read: (letter) => findingsOfLabels(letter, letter.notice.lines, { recipient: RECIPIENT, reason: REASON }),
};
