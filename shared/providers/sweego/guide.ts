import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { sweegoEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Webhooks > Add a webhook',
  events: ['Delivered', 'Soft bounce', 'Hard bounce', 'Complaint', 'List unsubscribe'],
  secret: { from: 'esp', field: 'Secret' },
  signature:
    'As Standard Webhooks, without a version: HMAC-SHA256 over id, timestamp and body, base64, in `webhook-signature`; at most five minutes old.',
  references: [
    'https://learn.sweego.io/docs/webhooks/webhook_signature',
    'https://learn.sweego.io/docs/webhooks/payload',
  ],
  notes: [
    "The server's answer stands in brackets at the end of a line of Sweego's log, in `details`.",
    'Some events carry no zone with their time: it is UTC.',
  ],
  eventMaps: [
    describeEventMap('`event_type`, with underscores', sweegoEvents, {
      hard_bounce: 'rejected permanently',
      soft_bounce: 'not delivered for a reason that may pass',
      complaint: 'the recipient reported it as spam',
      list_unsub: 'the recipient unsubscribed',
      unsubscribe: 'the recipient unsubscribed',
      delivered: "accepted by the recipient's server",
      email_sent: 'sent',
      email_opened: 'opened',
      email_clicked: 'a link was followed',
    }),
  ],
};
