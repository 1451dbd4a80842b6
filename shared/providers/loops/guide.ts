import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { loopsEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Settings > Webhooks',
  events: [
    'email.delivered',
    'email.softBounced',
    'email.hardBounced',
    'email.spamReported',
    'email.unsubscribed',
    'email.resubscribed',
    'contact.unsubscribed',
    'contact.mailingList.unsubscribed',
    'contact.mailingList.subscribed',
  ],
  secret: { from: 'esp', field: 'Signing secret' },
  signature:
    'Standard Webhooks: HMAC-SHA256 over id, timestamp and body, base64, in `webhook-signature`; at most five minutes old.',
  references: ['https://loops.so/docs/webhooks'],
  notes: [
    'Loops has one webhook an account.',
    'After a hard bounce Loops also unsubscribes the contact, and sends contact.unsubscribed for it.',
    'A mailing list becomes the list `mailing-list-<id>`, so that leaving one leaves the others alone.',
  ],
  eventMaps: [
    describeEventMap('`eventName`', loopsEvents, {
      'email.hardBounced': 'rejected permanently',
      'email.softBounced': 'not delivered for a reason that may pass',
      'email.spamReported': 'the recipient reported it as spam',
      'email.unsubscribed': 'the recipient unsubscribed through a message',
      'contact.unsubscribed': 'the contact is unsubscribed',
      'contact.mailingList.unsubscribed': 'the contact left one mailing list',
      'email.resubscribed': 'the recipient subscribed again',
      'contact.mailingList.subscribed': 'the contact joined one mailing list',
      'email.delivered': "accepted by the recipient's server",
      'email.opened': 'opened',
      'email.clicked': 'a link was followed',
      'campaign.email.sent': 'a campaign was sent',
      'loop.email.sent': 'an email of a workflow was sent',
      'transactional.email.sent': 'a transactional email was sent',
      'contact.created': 'a contact was made',
      'contact.deleted': 'a contact was deleted',
      'testing.testEvent': 'a test of the webhook',
    }),
  ],
};
