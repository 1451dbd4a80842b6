import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { lettermintEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'The project > the route > Webhooks > Create webhook',
  events: [
    'message.delivered',
    'message.hard_bounced',
    'message.soft_bounced',
    'message.spam_complaint',
    'message.failed',
    'message.suppressed',
    'message.unsubscribed',
    'message.policy_rejected',
    'message.auto_replied',
    'suppression.added',
  ],
  secret: { from: 'esp', field: 'Signing secret' },
  signature:
    'HMAC-SHA256 over timestamp and body, hex, in `X-Lettermint-Signature`; at most five minutes old.',
  references: ['https://docs.lettermint.co/platform/webhooks/introduction'],
  notes: [
    'Lettermint names no recipient when a message breaks its own policy, and of an automatic reply only who sent ' +
      'it: an event without a recipient is acknowledged and not stored.',
    'An entry of its suppression list that is a domain is acknowledged and not stored.',
  ],
  eventMaps: [
    describeEventMap('`event`', lettermintEvents, {
      'message.hard_bounced': 'rejected permanently',
      'message.soft_bounced': 'not delivered for a reason that may pass',
      'message.failed': 'could not be sent',
      'message.suppressed': "not sent: on Lettermint's suppression list",
      'message.policy_rejected': 'not sent: against a policy of Lettermint',
      'suppression.added': "put on Lettermint's suppression list",
      'message.auto_replied': 'an automatic reply came back',
      'message.spam_complaint': 'the recipient reported it as spam',
      'message.unsubscribed': 'the recipient unsubscribed',
      'message.delivered': "accepted by the recipient's server",
      'message.created': 'accepted by Lettermint',
      'message.sent': 'sent',
      'message.scheduled': 'to be sent later',
      'message.rescheduled': 'to be sent at another time',
      'message.released': 'its time has come',
      'message.canceled': 'taken back before it was sent',
      'suppression.removed': "taken off Lettermint's suppression list",
      'message.opened': 'opened',
      'message.clicked': 'a link was followed',
      'message.inbound': 'incoming mail',
      'webhook.test': 'a test of the webhook',
    }),
  ],
};
