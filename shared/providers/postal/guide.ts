import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { postalEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'The organisation > the mail server > Webhooks > Add new webhook',
  events: ['MessageSent', 'MessageDelayed', 'MessageDeliveryFailed', 'MessageHeld', 'MessageBounced'],
  secret: {
    from: 'esp',
    field: "the public key of Postal's signing key (`postal default-dkim-record`, its p= part)",
  },
  signature:
    'RSA (SHA-256) over the body, base64, in `X-Postal-Signature-256`; of an older Postal with SHA-1 in `X-Postal-Signature`.',
  references: ['https://docs.postalserver.io/developer/webhooks'],
  notes: [
    'The secret is a public key: PEM, its bare base64, or the whole DKIM record.',
    'MessageBounced carries no SMTP answer: it says that a bounce came back, and not why.',
  ],
  eventMaps: [
    describeEventMap('`event`', postalEvents, {
      MessageDeliveryFailed: 'rejected permanently, or tried in vain until the end',
      MessageBounced: 'a bounce came back after the message was accepted',
      MessageDelayed: 'put off; Postal tries again',
      MessageHeld: 'held: on the suppression list, or by a rule',
      MessageSent: "accepted by the recipient's server",
      MessageLinkClicked: 'a link was followed',
      MessageLoaded: 'opened',
      DomainDNSError: "a domain's DNS records are wrong",
      SendLimitApproaching: 'the server is near its sending limit',
      SendLimitExceeded: 'the server is over its sending limit',
    }),
  ],
};
