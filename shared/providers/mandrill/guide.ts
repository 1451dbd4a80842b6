import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mandrillBounces, mandrillEvents, mandrillRejects } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Settings > Webhooks > Add a webhook',
  events: [
    'Message Is Delayed',
    'Message Is Bounced',
    'Message Is Soft-Bounced',
    'Message Is Marked As Spam',
    'Message Recipient Unsubscribes',
    'Message Is Rejected',
    'Message Is Delivered',
  ],
  secret: { from: 'esp', field: 'Key, in the list of webhooks' },
  signature: 'HMAC-SHA1 over the URL and the sorted fields, base64, in `X-Mandrill-Signature`.',
  references: [
    'https://mailchimp.com/developer/transactional/docs/webhooks/',
    'https://mailchimp.com/developer/transactional/guides/track-respond-activity-webhooks/',
  ],
  notes: [
    'The signature covers the URL as it is configured at Mandrill, with its query: a proxy on the way must not rewrite it. The standard port, a slash at its end and credentials may be lost.',
    'Changes of the rejection lists (sync events) are acknowledged and change nothing here.',
  ],
  eventMaps: [
    describeEventMap('`event`, or `type` of a change of the lists', mandrillEvents, {
      hard_bounce: 'rejected permanently',
      soft_bounce: 'given up for a reason that may pass',
      deferral: 'put off; Mandrill tries again',
      spam: 'the recipient reported it as spam',
      unsub: 'the recipient unsubscribed',
      reject: 'Mandrill did not send',
      delivered: "accepted by the recipient's server",
      send: 'handed over for delivery',
      open: 'opened',
      click: 'a link was followed',
      inbound: 'an incoming message',
      blacklist: 'the rejection denylist changed',
      whitelist: 'the rejection allowlist changed',
      denylist: 'the rejection denylist changed',
      safelist: 'the rejection allowlist changed',
    }),
    describeEventMap('`msg.bounce_description`', mandrillBounces, {
      bad_mailbox: 'the mailbox does not exist',
      invalid_domain: 'the domain does not exist',
      mailbox_full: 'the mailbox is full',
      general: 'Mandrill could not tell why',
      other: 'Mandrill could not tell why',
    }),
    describeEventMap('The reason of a rejection', mandrillRejects, {
      'hard-bounce': 'it bounced before',
      'soft-bounce': 'it soft-bounced too often',
      spam: 'it complained before',
      unsub: 'it unsubscribed before',
      custom: "on the operator's own denylist",
      rule: 'stopped by a rule of the account',
      invalid: 'not an address',
      'invalid-sender': "the sender's address is not valid",
      'test-mode-limit': 'the limit of the test mode',
      unsigned: "the sender's domain is not set up to sign",
    }),
  ],
};
