import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of a MimePost webhook. */
export const mimepostEvents = vocabulary([
  ['bounce_hard', 'bounce', true, 2999, 'refused for good'],
  ['bounce_soft', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['block_hard', 'bounce', null, 1999, "stopped by a filter of MimePost's or the receiver's"],
  ['block_soft', 'bounce', false, 1999, 'stopped by a filter; another message may pass'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['request', 'other', null, null, 'accepted by MimePost'],
  ['open', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
]);
