/** What the tests of SES send: its sample in a signed envelope, and messages as it publishes them. */

import { sesMessages } from '../../shared/providers/ses/sample-messages.ts';
import { samples as sesSamples } from '../../shared/providers/ses/samples.ts';
import { envelopesIn } from '../../shared/providers/sns/envelope.ts';
import { ann, contextOf, keyFor, post } from './requests.ts';

export const key = keyFor(sesSamples);
export const context = contextOf([key.secret]);

const [sample] = sesMessages;
if (!sample) throw new Error('There is no sample.');
/** Ann's bounce, as SES publishes it. */
export const bounceOfAnn = sample.entry(ann);
/** And in an envelope that SNS signed. */
export const request = sesSamples.request([bounceOfAnn], key);
export const envelope = envelopesIn(request.body)[0] ?? {};

/** A message as SES publishes it, raw. */
export function message(parts: object) {
  return post({
    mail: {
      timestamp: '2026-05-01T11:00:00Z',
      messageId: 'm-1',
      destination: ['ann@example.com', 'bob@example.com', 'eve@example.com'],
    },
    ...parts,
  });
}

export function bounced(type: string, subType: string, recipient: object = {}) {
  const bounce = {
    bounceType: type,
    bounceSubType: subType,
    bouncedRecipients: [{ emailAddress: 'bob@example.com', ...recipient }],
    timestamp: '2026-05-01T11:59:00.000Z',
    feedbackId: 'f-1',
  };
  return message({ eventType: 'Bounce', bounce });
}
