/** Formats of labelled lines: `Recipient address:`, `Reason:`. */
import { reportsOfLabels } from '../layouts/reports.ts';
import { isPublicAddress } from '../mime/addresses.ts';
import { type MailFormat, textFormat } from './format.ts';

const IMAIL_LABEL =
  /^\s*(?:unknown (?:user|host|local user)|invalid final delivery userid|user mailbox exceeds allowed size|delivery failed \d+ attempts|undeliverable to|invalid user|mailbox (?:full|unavailable))\s*:?\s*(?=\S)/i;

/** Ipswitch IMail (`SMTP32`): one line, the reason and the address. */
export const imail = textFormat({
  name: 'imail',
  phrases: ['user mailbox exceeds allowed size:', 'invalid final delivery userid:'],
  sign: (message) => /<?smtp32/i.test(message.header('x-mailer')),
  parse: (message) =>
    reportsOfLabels(message, message.humanReadable.lines, { recipient: IMAIL_LABEL, reason: /$^/ }),
});

/** PMDF, Sun and Oracle Messaging Server: "Recipient address:", "Reason:", "Diagnostic code:". */
export const ims = textFormat({
  name: 'ims',
  phrases: [
    'this report relates to a message you sent with the following header fields',
    'your message cannot be delivered to the following recipients',
    'your message has been enqueued and undeliverable for',
  ],
  parse: (message) => {
    const reports = reportsOfLabels(message, message.humanReadable.lines, {
      recipient: /^\s*(?:recipient address|original address|error address)\s*:/i,
      reason: /^\s*(?:reason|diagnostic code|error|error text)\s*:\s*/i,
    });
    // The original address follows one that only the message store knows.
    const reachable = reports.filter((report) => isPublicAddress(report.recipient));
    return reachable.length > 0 ? reachable : reports;
  },
});

const RECIPIENT =
  /(?:^|\b)(?:unable to deliver message to|could not be delivered to|unable to deliver (?:your )?(?:mail|message) to|failed address|failed recipient|undeliverable address|recipient address|recipient|(?<=^\s{0,8})rcpt to|destination address|delivery to|message to|mail to|destinataire|empfänger|destinatario|宛先)\s*:/i;
const REASON =
  /^\s*(?:(?:delivery failed for the following )?reason|error message below|error(?: message| text)?|diagnostic(?: code)?|remote server returned|the (?:error|response|reason) (?:was|is)|server (?:response|message)|response|details?|cause|grund|raison|motivo)\s*:\s*/i;

/** Labelled lines of any system: MailFoundry, InterScan, Apache James, Verizon, KDDI and other gateways. */
export const labelledFields: MailFormat = {
  name: 'labelled-fields',
  matches: (message) => message.humanReadable.lines.some((line) => RECIPIENT.test(line)),
  parse: (message) =>
    reportsOfLabels(message, message.humanReadable.lines, { recipient: RECIPIENT, reason: REASON }),
};
