import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mandrillActions, mandrillBounces, mandrillEvents, mandrillRejects } from './event-map.ts';

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
    'Changes of the lists (sync events): an address that is put on the denylist is suppressed as one that Mandrill does not send to; every other change is acknowledged and changes nothing.',
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
      blacklist: 'the denylist was changed (former name)',
      whitelist: 'the allowlist was changed (former name)',
      denylist: 'the denylist was changed',
      allowlist: 'the allowlist was changed',
      safelist: 'the allowlist was changed (former name)',
    }),
    describeEventMap('`msg.bounce_description`', mandrillBounces, {
      bad_mailbox: 'the mailbox does not exist',
      invalid_domain: 'the domain does not exist',
      mailbox_full: 'the mailbox is full',
      general: 'Mandrill could not tell why',
      other: 'Mandrill could not tell why',
    }),
    describeEventMap('`action` of a change of the denylist', mandrillActions, {
      add: 'the address is now on it',
      change: 'its entry was changed; one with `expired` counts as removed',
      remove: 'the address is no longer on it',
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
