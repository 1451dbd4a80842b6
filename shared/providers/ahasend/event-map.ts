import { eventMap } from '../parsing/event-map.ts';

/** `type` of an AhaSend event. */
export const ahasendEvents = eventMap({
  'message.bounced': ['bounce', true, 2999],
  'message.failed': ['bounce', null, 4004],
  'message.transient_error': ['deferral', false, 3999],
  'message.suppressed': ['dropped', null, 2999],
  'suppression.created': ['dropped', null, 2999],
  'message.delivered': ['delivered', null, null],
  'message.reception': ['other', null, null],
  'message.opened': ['other', null, null],
  'message.clicked': ['other', null, null],
  'message.routing': ['other', null, null],
  'domain.dns_error': ['other', null, null],
});
