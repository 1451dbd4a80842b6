import { eventMap } from '../parsing/event-map.ts';

/** `event_type` of a Sweego event, with underscores for the hyphens that some of them carry. */
export const sweegoEvents = eventMap({
  hard_bounce: ['bounce', true, 2999],
  soft_bounce: ['bounce', false, 3999],
  complaint: ['complaint', null, null],
  list_unsub: ['unsubscribe', null, null],
  unsubscribe: ['unsubscribe', null, null],
  delivered: ['delivered', null, null],
  email_sent: ['other', null, null],
  email_opened: ['other', null, null],
  email_clicked: ['other', null, null],
});
