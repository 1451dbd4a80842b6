import { eventMap } from '../parsing/event-map.ts';

/** `event` of SMTP2GO; of a bounce `bounce hard` or `bounce soft`, by its field `bounce`. */
export const smtp2goEvents = eventMap({
  bounce: ['bounce', null, null],
  'bounce hard': ['bounce', true, 2999],
  'bounce soft': ['bounce', false, 3999],
  'hard-bounced': ['bounce', true, 2999],
  'soft-bounced': ['bounce', false, 3999],
  reject: ['dropped', null, 2999],
  rejected: ['dropped', null, 2999],
  spam: ['complaint', null, null],
  unsubscribe: ['unsubscribe', null, null],
  unsubscribed: ['unsubscribe', null, null],
  resubscribe: ['resubscribe', null, null],
  resubscribed: ['resubscribe', null, null],
  delivered: ['delivered', null, null],
  processed: ['other', null, null],
  open: ['other', null, null],
  click: ['other', null, null],
});
