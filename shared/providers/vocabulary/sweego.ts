import { vocabulary } from '../reading/vocabulary.ts';

/** `event_type` of a Sweego event, with underscores for the hyphens that some of them carry. */
export const sweegoEvents = vocabulary([
  ['hard_bounce', 'bounce', true, 2999, 'refused for good'],
  ['soft_bounce', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['list_unsub', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['email_sent', 'other', null, null, 'sent'],
  ['email_opened', 'other', null, null, 'opened'],
  ['email_clicked', 'other', null, null, 'a link was followed'],
]);
