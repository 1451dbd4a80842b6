import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { customerioMetrics } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Data & Integrations > Integrations > Reporting Webhooks > Add Reporting Webhook',
  events: [
    'Email: Delivered, Bounced, Deferred, Dropped, Marked as spam, Unsubscribed, Undeliverable, Failed',
    'Customer: Subscribed, Unsubscribed',
  ],
  secret: { from: 'esp', field: 'Webhook signing key' },
  signature: 'HMAC-SHA256 over `v0:`, timestamp, `:` and body, hex, in `X-CIO-Signature`; of any age.',
  references: [
    'https://docs.customer.io/integrations/data-out/connections/reporting-webhook/',
    'https://docs.customer.io/integrations/api/webhooks/',
  ],
  notes: [
    'Customer.io waits four seconds for an answer, and sends again for up to seven days.',
    'A change of the topics a person wants to hear of is acknowledged and not stored: it names no list of yours.',
    'A metric without an address is acknowledged and not stored.',
    'What makes a message `undeliverable` besides a suppressed person is an open question: it counts as one.',
  ],
  eventMaps: [
    describeEventMap('`object_type` and `metric`', customerioMetrics, {
      'email bounced': 'not delivered; Customer.io does not say for how long',
      'email deferred': 'put off; the delivery is tried again',
      'email dropped': 'not sent: on the suppression list',
      'email suppressed': 'not sent: the person is suppressed',
      'email undeliverable': 'not sent: the person cannot be mailed',
      'email failed': 'not sent: the message could not be made or handed over',
      'email spammed': 'the recipient reported it as spam',
      'email unsubscribed': 'the recipient unsubscribed through the message',
      'customer unsubscribed': 'the person is unsubscribed',
      'customer subscribed': 'the person is subscribed again',
      'email delivered': "accepted by the recipient's server",
      'customer cio_subscription_preferences_changed': 'the person changed which topics to hear of',
      'email drafted': 'a draft was made',
      'email attempted': 'Customer.io tries to send it again',
      'email sent': 'handed to the delivery service',
      'email opened': 'opened',
      'email clicked': 'a link was followed',
      'email converted': 'the goal of the campaign was reached',
    }),
  ],
};
