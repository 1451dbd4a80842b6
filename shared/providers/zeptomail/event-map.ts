import { eventMap } from '../parsing/event-map.ts';

/** `event_name` of a ZeptoMail webhook, without white space and underscores. */
export const zeptomailEvents = eventMap({
  hardbounce: ['bounce', true, 2999],
  softbounce: ['bounce', false, 3999],
  feedbackloop: ['complaint', null, null],
  unsubscribe: ['unsubscribe', null, null],
  delivered: ['delivered', null, null],
  open: ['other', null, null],
  emailopen: ['other', null, null],
  click: ['other', null, null],
  emaillinkclick: ['other', null, null],
});
