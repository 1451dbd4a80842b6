import { eventMap } from '../parsing/event-map.ts';

/** `event` of SMTP2GO; of a bounce `bounce hard` or `bounce soft`, by its field `bounce`. */
export const smtp2goEvents = eventMap({
  bounce: ['bounce'],
  'bounce hard': ['bounce', true, 2999],
  'bounce soft': ['bounce', false, 3999],
  'hard-bounced': ['bounce', true, 2999],
  'soft-bounced': ['bounce', false, 3999],
  reject: ['dropped', null, 2999],
  rejected: ['dropped', null, 2999],
  spam: ['complaint'],
  unsubscribe: ['unsubscribe'],
  unsubscribed: ['unsubscribe'],
  resubscribe: ['resubscribe'],
  resubscribed: ['resubscribe'],
  delivered: ['delivered'],
  processed: ['other'],
  open: ['other'],
  click: ['other'],
});
