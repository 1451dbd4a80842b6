import { eventMap } from '../parsing/event-map.ts';

/** `type` of an AhaSend event. */
export const ahasendEvents = eventMap({
  'message.bounced': ['bounce', true, 2999],
  'message.failed': ['bounce', null, 4004],
  'message.transient_error': ['deferral', false, 3999],
  'message.suppressed': ['dropped', null, 2999],
  'suppression.created': ['dropped', null, 2999],
  'message.delivered': ['delivered'],
  'message.reception': ['other'],
  'message.opened': ['other'],
  'message.clicked': ['other'],
  'message.routing': ['other'],
  'domain.dns_error': ['other'],
});
