import { eventMap } from '../parsing/event-map.ts';

/** `event`, in lower case with underscores; transactional and marketing webhooks spell some differently. */
export const brevoEvents = eventMap({
  hard_bounce: ['bounce', true, 2999],
  soft_bounce: ['bounce', false, 3999],
  blocked: ['dropped', null, 2999],
  invalid_email: ['bounce', true, 2003],
  invalid: ['bounce', true, 2003],
  deferred: ['deferral', false, 3003],
  spam: ['complaint'],
  complaint: ['complaint'],
  unsubscribe: ['unsubscribe'],
  unsubscribed: ['unsubscribe'],
  error: ['dropped', null, 4999],
  delivered: ['delivered'],
  request: ['other'],
  sent: ['other'],
  opened: ['other'],
  unique_opened: ['other'],
  proxy_open: ['other'],
  unique_proxy_open: ['other'],
  click: ['other'],
  list_addition: ['other'],
});
