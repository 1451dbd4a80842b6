import { eventMap } from '../parsing/event-map.ts';

/** `event_type` of a Sweego event, with underscores for the hyphens that some of them carry. */
export const sweegoEvents = eventMap({
  hard_bounce: ['bounce', true, 2999],
  soft_bounce: ['bounce', false, 3999],
  complaint: ['complaint'],
  list_unsub: ['unsubscribe'],
  unsubscribe: ['unsubscribe'],
  delivered: ['delivered'],
  email_sent: ['other'],
  email_opened: ['other'],
  email_clicked: ['other'],
});
