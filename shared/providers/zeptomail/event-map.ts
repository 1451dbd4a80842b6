import { eventMap } from '../parsing/event-map.ts';

/** `event_name` of a ZeptoMail webhook, without white space and underscores. */
export const zeptomailEvents = eventMap({
  hardbounce: ['bounce', true, 2999],
  softbounce: ['bounce', false, 3999],
  feedbackloop: ['complaint'],
  unsubscribe: ['unsubscribe'],
  delivered: ['delivered'],
  open: ['other'],
  emailopen: ['other'],
  click: ['other'],
  emaillinkclick: ['other'],
});
