import { vocabulary } from '../reading/vocabulary.ts';

/** `event`; of `failed` its `severity` and `reason`, of the older `dropped` its `reason`, behind slashes. */
export const mailgunEvents = vocabulary([
  ['failed', 'bounce', null, 9999, 'not delivered'],
  ['failed/temporary', 'deferral', false, 3999, 'put off; Mailgun tries for 8 hours'],
  ['failed/permanent', 'bounce', true, 2999, 'refused for good'],
  ['failed/permanent/bounce', 'bounce', true, 2999, 'refused for good'],
  ['failed/permanent/generic', 'bounce', true, 2999, 'refused for good, or bounced after it was accepted'],
  ['failed/permanent/espblock', 'bounce', null, 1999, "blocked by the receiver's policy"],
  ['failed/permanent/old', 'bounce', null, 4004, 'not delivered within 8 hours; Mailgun gave up'],
  ['failed/permanent/suppress-bounce', 'dropped', true, 2004, 'not sent: it bounced before'],
  [
    'failed/permanent/suppress-unsubscribe',
    'dropped',
    null,
    1999,
    'not sent: it unsubscribed before',
    'listed',
  ],
  ['failed/permanent/suppress-complaint', 'dropped', null, 1999, 'not sent: it complained before', 'listed'],
  ['permanent_fail', 'bounce', true, 2999, "as failed/permanent, by the webhook's own name"],
  ['temporary_fail', 'deferral', false, 3999, "as failed/temporary, by the webhook's own name"],
  ['rejected', 'dropped', null, 1999, 'Mailgun refused to send the message'],
  ['complained', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['bounced', 'bounce', true, 2999, 'legacy webhooks: refused for good'],
  ['dropped', 'dropped', null, 2999, 'legacy webhooks: not sent'],
  ['dropped/hardfail', 'dropped', true, 2999, 'legacy webhooks: failed for good'],
  [
    'dropped/reply',
    'bounce',
    null,
    2999,
    "legacy webhooks: refused by the recipient's server, whose reply stands there",
  ],
  ['dropped/old', 'bounce', null, 4004, 'legacy webhooks: tried for 8 hours and given up'],
  ['accepted', 'other', null, null, 'accepted by Mailgun'],
  ['stored', 'other', null, null, 'an incoming message was stored'],
  ['opened', 'other', null, null, 'opened'],
  ['clicked', 'other', null, null, 'a link was followed'],
]);

/** `code` where Mailgun gives one of its own instead of an SMTP reply code. */
export const mailgunCodes = vocabulary([
  ['498', 'bounce', null, 2002, 'no mail server is known for the domain'],
  ['499', 'bounce', null, 4003, 'the mail servers could not be reached'],
  ['605', 'dropped', true, 2004, 'not sent: it bounced before'],
  ['606', 'dropped', null, 1999, 'not sent: it unsubscribed before', 'listed'],
  ['607', 'dropped', null, 1999, 'not sent: it complained before', 'listed'],
]);
