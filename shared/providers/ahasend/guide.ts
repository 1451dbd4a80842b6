import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { ahasendEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'The account > Webhooks > Add Webhook',
  events: [
    'message.delivered',
    'message.transient_error',
    'message.failed',
    'message.bounced',
    'message.suppressed',
    'suppression.created',
  ],
  secret: { from: 'esp', field: 'Secret' },
  signature:
    'Standard Webhooks: HMAC-SHA256 over id, timestamp and body, keyed with the secret as it is shown, base64, in `webhook-signature`; at most five minutes old.',
  references: ['https://ahasend.com/docs/api-reference/webhooks'],
  notes: [
    'The key is the whole secret as it is shown, prefix included: it is not base64.',
    'AhaSend waits five seconds for an answer, and sends six times within 16 minutes.',
    'AhaSend turns a webhook off after 100 failures in a row.',
    "AhaSend reports neither the server's answer nor complaints.",
  ],
  eventMaps: [
    describeEventMap('`type`', ahasendEvents, {
      'message.bounced': 'rejected permanently',
      'message.failed': 'tried in vain until the end',
      'message.transient_error': 'put off; AhaSend tries again',
      'message.suppressed': "not sent: on AhaSend's suppression list",
      'suppression.created': "put on AhaSend's suppression list",
      'message.delivered': "accepted by the recipient's server",
      'message.reception': 'accepted by AhaSend',
      'message.opened': 'opened',
      'message.clicked': 'a link was followed',
      'message.routing': 'incoming mail for a route',
      'domain.dns_error': "a domain's DNS records are wrong",
    }),
  ],
};
