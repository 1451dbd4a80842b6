import { eventMap } from '../parsing/event-map.ts';

/** `event`, in lower case with underscores; transactional and marketing webhooks spell some differently. */
export const brevoEvents = eventMap({
  hard_bounce: ['bounce', true, 2999],
  soft_bounce: ['bounce', false, 3999],
  blocked: ['dropped', null, 2999],
  invalid_email: ['bounce', true, 2003],
  invalid: ['bounce', true, 2003],
  deferred: ['deferral', false, 3003],
  spam: ['complaint', null, null],
  complaint: ['complaint', null, null],
  unsubscribe: ['unsubscribe', null, null],
  unsubscribed: ['unsubscribe', null, null],
  error: ['dropped', null, 4999],
  delivered: ['delivered', null, null],
  request: ['other', null, null],
  sent: ['other', null, null],
  opened: ['other', null, null],
  unique_opened: ['other', null, null],
  proxy_open: ['other', null, null],
  unique_proxy_open: ['other', null, null],
  click: ['other', null, null],
  list_addition: ['other', null, null],
});
