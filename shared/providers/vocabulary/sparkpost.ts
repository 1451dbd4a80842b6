import { vocabulary } from '../reading/vocabulary.ts';

/** `type`, of every class of event. */
export const sparkpostEvents = vocabulary([
  ['bounce', 'bounce', null, 9999, 'refused by the receiver, at once'],
  ['inband', 'bounce', null, 9999, 'as bounce, in the older spelling'],
  ['out_of_band', 'bounce', null, 9999, 'returned after it was accepted'],
  ['outofband', 'bounce', null, 9999, 'as out_of_band, in the older spelling'],
  ['delay', 'deferral', false, 3003, 'put off; SparkPost tries again'],
  ['policy_rejection', 'dropped', null, 1999, 'SparkPost did not send: its policy, or its suppression list'],
  ['generation_failure', 'dropped', null, 9999, 'the message could not be built'],
  ['generation_rejection', 'dropped', null, 1999, 'the message was refused while it was built'],
  ['spam_complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['list_unsubscribe', 'unsubscribe', null, null, 'unsubscribed by the List-Unsubscribe header'],
  ['link_unsubscribe', 'unsubscribe', null, null, 'unsubscribed by a link'],
  ['delivery', 'delivered', null, null, "accepted by the recipient's server"],
  ['injection', 'other', null, null, 'accepted by SparkPost'],
  ['open', 'other', null, null, 'opened'],
  ['initial_open', 'other', null, null, 'opened for the first time'],
  ['click', 'other', null, null, 'a link was followed'],
]);

/** `bounce_class`, a number that arrives as text. SparkPost itself suppresses on the hard and the admin ones. */
export const sparkpostBounceClasses = vocabulary([
  ['1', 'bounce', null, 9999, 'undetermined: the reply is not known'],
  ['10', 'bounce', true, 2001, 'invalid recipient'],
  ['20', 'bounce', false, 3999, 'soft bounce'],
  ['21', 'bounce', false, 2002, 'DNS failure'],
  ['22', 'bounce', false, 3001, 'mailbox full'],
  ['23', 'bounce', false, 1004, 'too large'],
  ['24', 'bounce', false, 4002, 'timeout'],
  ['25', 'dropped', null, 1999, 'admin failure: a policy, or the suppression list'],
  ['26', 'dropped', null, 1999, "smart send: on the account's own suppression", 'listed'],
  ['30', 'bounce', true, 2001, 'generic bounce: no recipient could be found in it'],
  ['40', 'bounce', false, 3999, 'generic bounce'],
  ['50', 'bounce', null, 1999, 'mail block: the receiver blocks the source'],
  ['51', 'bounce', null, 1002, 'spam block: on a list of bad senders'],
  ['52', 'bounce', null, 1004, 'spam content'],
  ['53', 'bounce', null, 1004, 'prohibited attachment'],
  ['54', 'bounce', null, 4006, 'relaying denied'],
  ['60', 'auto-reply', null, 5001, 'auto-reply'],
  ['70', 'bounce', false, 3003, 'transient failure'],
  ['80', 'auto-reply', null, 5999, 'a mail that asks to subscribe'],
  ['90', 'unsubscribe', null, null, 'a mail that asks to unsubscribe'],
  ['100', 'auto-reply', null, 1011, 'challenge-response'],
]);
