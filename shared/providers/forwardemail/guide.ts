import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { forwardemailActions, forwardemailCategories } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'My Account > Domains > the domain > Settings > Bounce Webhook',
  events: ['Every bounce: Forward Email leaves no choice'],
  secret: { from: 'esp', field: 'Webhook Signature Payload Verification Key' },
  signature: 'HMAC-SHA256 over the body, hex, in `X-Webhook-Signature`.',
  references: ['https://forwardemail.net/en/faq#do-you-support-bounce-webhooks'],
  notes: ['Forward Email reports bounces and deferrals, and neither deliveries nor complaints.'],
  eventMaps: [
    describeEventMap('`bounce.action`', forwardemailActions, {
      reject: 'rejected permanently',
      defer: 'put off; Forward Email tries again',
      slowdown: 'put off: too much mail in a period of time',
    }),
    describeEventMap('`bounce.category`', forwardemailCategories, {
      recipient: 'no such mailbox',
      capacity: 'mailbox full',
      spam: 'refused as spam',
      virus: 'refused for a virus',
      message: 'refused for its content',
      block: 'the sender is on a blocklist, or blocked by the receiver',
      blocklist: 'the sending address is on a blocklist',
      policy: 'against a policy of the receiver',
      dmarc: "against the sender's DMARC policy",
      envelope: 'refused for its sender',
      greylist: 'the server wanted it later',
      defer: 'the server wanted it later',
      network: 'no connection to the server',
      dns: 'the domain has no mail server',
      protocol: 'the server broke the protocol',
      other: 'Forward Email does not say',
    }),
  ],
};
