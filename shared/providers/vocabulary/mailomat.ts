import { vocabulary } from '../reading/vocabulary.ts';

/** `eventType` of a Mailomat event. */
export const mailomatEvents = vocabulary([
  ['failure_perm', 'bounce', true, 2999, 'refused for good'],
  ['failure_tmp', 'deferral', false, 3999, 'put off; Mailomat tries again'],
  ['not_accepted', 'dropped', null, 2999, 'not accepted for sending'],
  ['complained', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['accepted', 'other', null, null, 'accepted by Mailomat'],
  ['opened', 'other', null, null, 'opened'],
  ['clicked', 'other', null, null, 'a link was followed'],
]);
