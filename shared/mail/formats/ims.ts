import { findingsOfLabels } from '../layouts/labelled.ts';
import { isPublicAddress } from '../mime/addresses.ts';
import { textFormat } from './text-format.ts';

/** PMDF, Sun and Oracle Messaging Server: "Recipient address:", "Reason:", "Diagnostic code:". */
export const ims = textFormat({
  name: 'ims',
  phrases: [
    'this report relates to a message you sent with the following header fields',
    'your message cannot be delivered to the following recipients',
    'your message has been enqueued and undeliverable for',
  ],
  read: (letter) => {
    const findings = findingsOfLabels(letter, letter.notice.lines, {
      recipient: /^\s*(?:recipient address|original address|error address)\s*:/i,
      reason: /^\s*(?:reason|diagnostic code|error|error text)\s*:\s*/i,
    });
    // The original address stands below the one that only the store knows.
    const reachable = findings.filter((finding) => isPublicAddress(finding.recipient));
    return reachable.length > 0 ? reachable : findings;
  },
});
