import { vocabulary } from '../reading/vocabulary.ts';

/**
 * `type`; of a suppression its `origin` behind a slash. A bounce has the words of Amazon SES beside it,
 * `data.bounce.type` and `subType`.
 */
export const resendEvents = vocabulary([
  ['email.bounced', 'bounce', true, 2999, 'refused for good, where Resend says no more'],
  ['email.suppressed', 'dropped', null, 2999, 'not sent: on the suppression list'],
  ['suppression.added', 'dropped', null, 2999, 'put on the suppression list'],
  ['suppression.added/bounce', 'dropped', true, 2004, 'put on the suppression list because it bounced'],
  [
    'suppression.added/complaint',
    'complaint',
    null,
    null,
    'put on the suppression list because of a complaint',
  ],
  ['suppression.added/manual', 'dropped', null, 1999, 'put on the suppression list by hand', 'listed'],
  ['suppression.removed', 'other', null, null, 'taken off the suppression list, by hand'],
  ['contact.updated', 'unsubscribe', null, null, 'the contact unsubscribed from all broadcasts'],
  ['email.delivery_delayed', 'deferral', false, 3003, 'put off; Resend tries again'],
  ['email.delivered_delayed', 'deferral', false, 3003, 'as email.delivery_delayed, in older documentation'],
  ['email.complained', 'complaint', null, null, 'the recipient reported it as spam'],
  ['email.failed', 'dropped', null, 9999, 'Resend did not send: an error, a limit, an invalid recipient'],
  ['email.delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['email.sent', 'other', null, null, 'accepted by Resend'],
  ['email.scheduled', 'other', null, null, 'to be sent later'],
  ['email.opened', 'other', null, null, 'opened'],
  ['email.clicked', 'other', null, null, 'a link was followed'],
  ['email.received', 'other', null, null, 'an incoming message'],
]);

/** Words of `data.bounce.message`, the advice, for the class of SES that they are given with; the first that fits. */
export const resendAdvice: ReadonlyArray<readonly [words: string, bounceClass: string]> = [
  ['suppression list', 'Permanent/OnAccountSuppressionList'],
  ['suppressed sending', 'Permanent/Suppressed'],
  ["didn't contain enough information", 'Undetermined/Undetermined'],
  ['inbox was full', 'Transient/MailboxFull'],
  ['too large', 'Transient/MessageTooLarge'],
  ["content that the provider doesn't allow", 'Transient/ContentRejected'],
  ['unacceptable attachment', 'Transient/AttachmentRejected'],
  ['general bounce', 'Transient/General'],
];
