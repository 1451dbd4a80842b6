import { eventMap } from '../parsing/event-map.ts';

/** `object_type` and `metric` of a Customer.io reporting webhook; older webhooks write `email_bounced`. */
export const customerioMetrics = eventMap({
  'email bounced': ['bounce', null, null],
  'email deferred': ['deferral', false, 3003],
  'email dropped': ['dropped', null, 2999],
  'email suppressed': ['dropped', null, 2999],
  'email undeliverable': ['dropped', null, 2999],
  'email failed': ['dropped', null, null],
  'email spammed': ['complaint', null, null],
  'email unsubscribed': ['unsubscribe', null, null],
  'customer unsubscribed': ['unsubscribe', null, null],
  'customer subscribed': ['resubscribe', null, null],
  'email delivered': ['delivered', null, null],
  'customer cio_subscription_preferences_changed': ['other', null, null],
  'email drafted': ['other', null, null],
  'email attempted': ['other', null, null],
  'email sent': ['other', null, null],
  'email opened': ['other', null, null],
  'email clicked': ['other', null, null],
  'email converted': ['other', null, null],
});
