import { vocabulary } from '../reading/vocabulary.ts';

/** `object_type` and `metric` of a Customer.io reporting webhook; older webhooks write `email_bounced`. */
export const customerioMetrics = vocabulary([
  ['email bounced', 'bounce', null, null, 'not delivered; Customer.io does not say for how long'],
  ['email deferred', 'deferral', false, 3003, 'put off; the delivery is tried again'],
  ['email dropped', 'dropped', null, 2999, 'not sent: on the suppression list'],
  ['email suppressed', 'dropped', null, 2999, 'not sent: the person is suppressed'],
  ['email undeliverable', 'dropped', null, 2999, 'not sent: the person cannot be mailed'],
  ['email failed', 'dropped', null, null, 'not sent: the message could not be made or handed over'],
  ['email spammed', 'complaint', null, null, 'the recipient reported it as spam'],
  ['email unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed through the message'],
  ['customer unsubscribed', 'unsubscribe', null, null, 'the person is unsubscribed'],
  ['customer subscribed', 'resubscribe', null, null, 'the person is subscribed again'],
  ['email delivered', 'delivered', null, null, "accepted by the recipient's server"],
  [
    'customer cio_subscription_preferences_changed',
    'other',
    null,
    null,
    'the person changed which topics to hear of',
  ],
  ['email drafted', 'other', null, null, 'a draft was made'],
  ['email attempted', 'other', null, null, 'Customer.io tries to send it again'],
  ['email sent', 'other', null, null, 'handed to the delivery service'],
  ['email opened', 'other', null, null, 'opened'],
  ['email clicked', 'other', null, null, 'a link was followed'],
  ['email converted', 'other', null, null, 'the goal of the campaign was reached'],
]);
