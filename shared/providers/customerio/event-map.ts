import { eventMap } from '../parsing/event-map.ts';

/** `object_type` and `metric` of a Customer.io reporting webhook; older webhooks write `email_bounced`. */
export const customerioMetrics = eventMap({
  'email bounced': ['bounce'],
  'email deferred': ['deferral', false, 3003],
  'email dropped': ['dropped', null, 2999],
  'email suppressed': ['dropped', null, 2999],
  'email undeliverable': ['dropped', null, 2999],
  'email failed': ['dropped'],
  'email spammed': ['complaint'],
  'email unsubscribed': ['unsubscribe'],
  'customer unsubscribed': ['unsubscribe'],
  'customer subscribed': ['resubscribe'],
  'email delivered': ['delivered'],
  'customer cio_subscription_preferences_changed': ['other'],
  'email drafted': ['other'],
  'email attempted': ['other'],
  'email sent': ['other'],
  'email opened': ['other'],
  'email clicked': ['other'],
  'email converted': ['other'],
});
