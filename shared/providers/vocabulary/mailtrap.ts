import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of Mailtrap. */
export const mailtrapEvents = vocabulary([
  ['bounce', 'bounce', true, 2999, 'refused for good'],
  ['soft bounce', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['reject', 'dropped', null, 2999, "not sent: on Mailtrap's suppression list, or refused by its check"],
  ['suspension', 'dropped', null, null, 'not sent: the account is suspended or over its limit'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['spam complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivery', 'delivered', null, null, "accepted by the recipient's server"],
  ['open', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
]);

/**
 * `bounce_category` of Mailtrap, where it says more than the event; of what its suppression list stopped the words
 * after `Reason:`.
 */
export const mailtrapCategories = vocabulary([
  ['user_unknown', 'bounce', true, 2001, 'no such mailbox'],
  ['spam', 'bounce', null, 1004, 'refused for its content'],
  ['virus', 'bounce', null, 1007, 'refused for a virus'],
  ['blocklisted', 'bounce', null, 1002, 'the sending address is on a blocklist'],
  ['quota', 'bounce', false, 3001, 'mailbox full'],
  ['mailbox_full', 'bounce', false, 3001, 'mailbox full'],
  ['inactive', 'bounce', null, 3002, 'mailbox disabled'],
  ['dns', 'bounce', null, 2002, 'the domain has no mail server'],
  ['connection', 'bounce', false, 4003, 'no connection to the server'],
  ['greylisting', 'deferral', false, 3003, 'greylisted'],
  ['throttled', 'bounce', false, 1006, 'too much mail in a period of time'],
  ['unsubscription', 'dropped', null, 1999, 'not sent: it unsubscribed before', 'listed'],
  ['spam complaint', 'dropped', null, 1999, 'not sent: it complained before', 'listed'],
  ['hard bounce', 'dropped', true, 2004, 'not sent: it bounced before'],
  ['manual import', 'dropped', null, 1999, 'not sent: put on the list by hand', 'listed'],
]);
