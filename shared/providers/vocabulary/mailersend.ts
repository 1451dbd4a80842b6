import { vocabulary } from '../reading/vocabulary.ts';

/** Webhook events of MailerSend, without the prefix `activity.`. */
export const mailersendEvents = vocabulary([
  ['hard_bounced', 'bounce', true, 2999, 'refused for good'],
  ['soft_bounced', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['deferred', 'deferral', false, 3003, 'put off; MailerSend tries again'],
  ['suppressed', 'dropped', null, 2999, 'not sent: on the suppression list'],
  ['spam_complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['spam_complaints', 'complaint', null, null, 'as spam_complaint, in the list of activities'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['sent', 'other', null, null, "handed to MailerSend's servers"],
  ['opened', 'other', null, null, 'opened'],
  ['opened_unique', 'other', null, null, 'opened for the first time'],
  ['clicked', 'other', null, null, 'a link was followed'],
  ['clicked_unique', 'other', null, null, 'a link was followed for the first time'],
]);
