import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of SMTP2GO; of a bounce `bounce hard` or `bounce soft`, by its field `bounce`. */
export const smtp2goEvents = vocabulary([
  ['bounce', 'bounce', null, null, 'not delivered; SMTP2GO does not say for how long'],
  ['bounce hard', 'bounce', true, 2999, 'refused for good'],
  ['bounce soft', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['hard-bounced', 'bounce', true, 2999, 'refused for good'],
  ['soft-bounced', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['reject', 'dropped', null, 2999, 'not sent: an earlier bounce, complaint or unsubscription'],
  ['rejected', 'dropped', null, 2999, 'not sent: an earlier bounce, complaint or unsubscription'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['resubscribe', 'resubscribe', null, null, 'the recipient took the unsubscription back'],
  ['resubscribed', 'resubscribe', null, null, 'the recipient took the unsubscription back'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['processed', 'other', null, null, 'accepted by SMTP2GO; may come more than once'],
  ['open', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
]);
