import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of the Event Webhook; a bounce's `type` behind a slash where it changes the meaning. */
export const sendgridEvents = vocabulary([
  ['bounce', 'bounce', true, 2999, 'refused for good; SendGrid will not send to the address again'],
  ['bounce/bounce', 'bounce', true, 2999, 'as bounce: the type of one that is for good'],
  [
    'bounce/blocked',
    'bounce',
    false,
    1999,
    'refused for a reason that is not the address; SendGrid sends again',
  ],
  ['bounce/expired', 'bounce', null, 4004, 'older events: tried until it was too old, and given up'],
  ['blocked', 'bounce', false, 1999, 'as a bounce of the type blocked'],
  ['deferred', 'deferral', false, 3003, 'put off; SendGrid tries for up to 72 hours'],
  ['dropped', 'dropped', null, null, 'SendGrid did not send'],
  ['spamreport', 'complaint', null, null, 'the recipient reported it as spam'],
  ['spam_report', 'complaint', null, null, 'as spamreport, in the spelling of the settings'],
  ['unsubscribe', 'unsubscribe', null, null, 'unsubscribed from everything'],
  ['group_unsubscribe', 'unsubscribe', null, null, 'unsubscribed from one group'],
  ['group_resubscribe', 'resubscribe', null, null, 'subscribed to a group again'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['processed', 'other', null, null, 'accepted by SendGrid'],
  ['open', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
  ['account_status_change', 'other', null, null, "the state of the sender's account changed"],
]);

/** `bounce_classification` of bounces and deferrals: why, in SendGrid's seven classes. */
export const sendgridClassifications = vocabulary([
  ['Invalid Address', 'bounce', true, 2001, 'the address does not exist'],
  ['Technical', 'bounce', null, 4999, 'a technical or protocol failure'],
  ['Technical Failure', 'bounce', null, 4999, 'a technical or protocol failure'],
  ['Content', 'bounce', null, 1004, 'the content was refused'],
  ['Reputation', 'bounce', null, 1002, 'the sender or a link is on a list of bad senders'],
  ['Frequency or Volume Too High', 'bounce', false, 1006, 'too many messages'],
  ['Frequency/Volume', 'bounce', false, 1006, 'too many messages'],
  ['Mailbox Unavailable', 'bounce', false, 3001, 'full, disabled, or not to be reached'],
  ['Unclassified', 'bounce', null, null, 'SendGrid does not know the reply'],
]);

/** `reason` of `dropped`: which list or check of SendGrid's stopped the message. */
export const sendgridDrops = vocabulary([
  ['Bounced Address', 'dropped', true, 2004, 'it bounced before'],
  ['Unsubscribed Address', 'dropped', null, 1999, 'it unsubscribed before', 'listed'],
  ['Spam Reporting Address', 'dropped', null, 1999, 'it complained before', 'listed'],
  ['Invalid', 'dropped', true, 2003, 'it is not an address'],
  ['Spam Content', 'dropped', null, 1004, 'the spam checker stopped the message'],
  [
    'Spam Content (if Spam Checker app is enabled)',
    'dropped',
    null,
    1004,
    'the spam checker stopped the message',
  ],
  ['Invalid SMTPAPI header', 'dropped', null, 9999, "a mistake in the sender's request"],
  ['Recipient List over Package Quota', 'dropped', null, 9999, "the sender's account is used up"],
]);
