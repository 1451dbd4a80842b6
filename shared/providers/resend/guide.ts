import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { sesBounceTable } from '../ses/guide.ts';
import { resendEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Webhooks > Add webhook',
  events: [
    'email.delivered',
    'email.delivery_delayed',
    'email.bounced',
    'email.complained',
    'email.failed',
    'email.suppressed',
    'suppression.added',
    'contact.updated (where Resend keeps the audience)',
  ],
  secret: { from: 'esp', field: 'Signing secret (whsec_...)' },
  signature:
    'Svix: HMAC-SHA256 over id, timestamp and body, base64, in `svix-signature`; at most five minutes old.',
  references: [
    'https://resend.com/docs/dashboard/webhooks/event-types',
    'https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests',
    'https://docs.svix.com/receiving/verifying-payloads/how-manual',
  ],
  notes: [
    'A bounce lists everyone its message went to. Where the diagnostic names some of them, only those are counted: send to one recipient at a time to be exact.',
  ],
  eventMaps: [
    describeEventMap('`type`, of a suppression with its `origin`', resendEvents, {
      'email.bounced': 'rejected permanently, where Resend says no more',
      'email.suppressed': 'not sent: on the suppression list',
      'suppression.added': 'put on the suppression list',
      'suppression.added/bounce': 'put on the suppression list because it bounced',
      'suppression.added/complaint': 'put on the suppression list because of a complaint',
      'suppression.added/manual': 'put on the suppression list by hand',
      'suppression.removed': 'taken off the suppression list, by hand',
      'contact.updated': 'the contact unsubscribed from all broadcasts',
      'email.delivery_delayed': 'put off; Resend tries again',
      'email.delivered_delayed': 'as email.delivery_delayed, in older documentation',
      'email.complained': 'the recipient reported it as spam',
      'email.failed': 'Resend did not send: an error, a limit, an invalid recipient',
      'email.delivered': "accepted by the recipient's server",
      'email.sent': 'accepted by Resend',
      'email.scheduled': 'to be sent later',
      'email.opened': 'opened',
      'email.clicked': 'a link was followed',
      'email.received': 'an incoming message',
    }),
    { ...sesBounceTable, field: '`data.bounce.type/subType`, in the words of Amazon SES' },
  ],
};
