import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mailtrapCategories, mailtrapEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Settings > Webhooks > Create new webhook, for a sending stream',
  events: ['Delivery', 'Bounce', 'Soft bounce', 'Suspension', 'Reject', 'Spam complaint', 'Unsubscribe'],
  secret: { from: 'esp', field: 'Signature secret' },
  signature:
    'HMAC-SHA256 over the body, hex, in `Mailtrap-Signature`. Where that is missing, the URL or basic authentication carries the secret.',
  references: ['https://docs.mailtrap.io/email-api-smtp/advanced/webhooks'],
  notes: [
    'Either payload format will do, JSON or JSON Lines.',
    'Where no signature is sent, a secret of your own in the URL or as basic authentication is taken instead.',
  ],
  eventMaps: [
    describeEventMap('`event`', mailtrapEvents, {
      bounce: 'rejected permanently',
      'soft bounce': 'not delivered for a reason that may pass',
      reject: "not sent: on Mailtrap's suppression list, or refused by its check",
      suspension: 'not sent: the account is suspended or over its limit',
      spam: 'the recipient reported it as spam',
      'spam complaint': 'the recipient reported it as spam',
      unsubscribe: 'the recipient unsubscribed',
      delivery: "accepted by the recipient's server",
      open: 'opened',
      click: 'a link was followed',
    }),
    describeEventMap('`bounce_category`, or what follows `Reason:`', mailtrapCategories, {
      user_unknown: 'no such mailbox',
      spam: 'refused for its content',
      virus: 'refused for a virus',
      blocklisted: 'the sending address is on a blocklist',
      quota: 'mailbox full',
      mailbox_full: 'mailbox full',
      inactive: 'mailbox disabled',
      dns: 'the domain has no mail server',
      connection: 'no connection to the server',
      greylisting: 'greylisted',
      throttled: 'too much mail in a period of time',
      unsubscription: 'not sent: it unsubscribed before',
      'spam complaint': 'not sent: it complained before',
      'hard bounce': 'not sent: it bounced before',
      'manual import': 'not sent: put on the list by hand',
    }),
  ],
};
