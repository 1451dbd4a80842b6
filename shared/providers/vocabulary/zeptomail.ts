import { vocabulary } from '../reading/vocabulary.ts';

/** `event_name` of a ZeptoMail webhook, without white space and underscores. */
export const zeptomailEvents = vocabulary([
  ['hardbounce', 'bounce', true, 2999, 'refused for good'],
  ['softbounce', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['feedbackloop', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['open', 'other', null, null, 'opened'],
  ['emailopen', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
  ['emaillinkclick', 'other', null, null, 'a link was followed'],
]);
