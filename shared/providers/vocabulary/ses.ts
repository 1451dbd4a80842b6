import { vocabulary } from '../reading/vocabulary.ts';

/** `eventType` of event publishing, `notificationType` of identity notifications. */
export const sesEvents = vocabulary([
  ['Bounce', 'bounce', null, 9999, 'returned, or never sent because of a suppression list'],
  ['Complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['Delivery', 'delivered', null, null, "accepted by the recipient's server"],
  ['DeliveryDelay', 'deferral', false, 3003, 'put off; SES tries again'],
  ['Reject', 'dropped', null, 1007, 'SES found a virus in the message and sent it to nobody'],
  ['Rendering Failure', 'dropped', null, 9999, "the sender's template could not be filled in"],
  ['Subscription', 'other', null, null, 'the recipient changed their subscriptions'],
  ['Send', 'other', null, null, 'accepted by SES'],
  ['Open', 'other', null, null, 'opened'],
  ['Click', 'other', null, null, 'a link was followed'],
]);

/** `bounceType/bounceSubType`. */
export const sesBounces = vocabulary([
  ['Undetermined/Undetermined', 'bounce', null, 9999, 'SES could not tell why; often an out-of-office reply'],
  ['Permanent/General', 'bounce', true, 2999, 'refused for good'],
  ['Permanent/NoEmail', 'bounce', true, 2001, 'the address does not exist'],
  ['Permanent/Suppressed', 'dropped', true, 2004, "not sent: on SES's global suppression list"],
  [
    'Permanent/OnAccountSuppressionList',
    'dropped',
    true,
    2999,
    "not sent: on the account's suppression list",
  ],
  ['Permanent/OnTenantSuppressionList', 'dropped', true, 2999, "not sent: on the tenant's suppression list"],
  [
    'Permanent/EmailValidationSuppressed',
    'dropped',
    true,
    2999,
    'not sent: SES takes the address for invalid',
  ],
  [
    'Permanent/UnsubscribedRecipient',
    'dropped',
    null,
    1999,
    "not sent: unsubscribed from the message's topic",
  ],
  ['Transient/General', 'bounce', false, 3999, 'may pass; also used for out-of-office replies'],
  ['Transient/MailboxFull', 'bounce', false, 3001, 'the mailbox is full'],
  ['Transient/MessageTooLarge', 'bounce', false, 1004, 'the message is too large for the receiver'],
  ['Transient/ContentRejected', 'bounce', false, 1004, 'the content was refused'],
  ['Transient/AttachmentRejected', 'bounce', false, 1004, 'an attachment was refused'],
  [
    'Transient/CustomTimeoutExceeded',
    'bounce',
    false,
    4004,
    "not delivered within the sender's own time limit",
  ],
]);

/** `complaintFeedbackType`, as in feedback reports (RFC 5965, 7.3), and `complaintSubType`. */
export const sesComplaints = vocabulary([
  ['abuse', 'complaint', null, null, 'unwanted mail'],
  ['auth-failure', 'complaint', null, null, 'a report on failed authentication'],
  ['fraud', 'complaint', null, null, 'fraud or phishing'],
  ['virus', 'complaint', null, null, 'a virus was found'],
  ['other', 'complaint', null, null, 'another registered type'],
  ['not-spam', 'other', null, null, 'the recipient says that it is NOT spam'],
  ['OnAccountSuppressionList', 'dropped', null, 2999, "not sent: on the account's suppression list"],
  ['OnTenantSuppressionList', 'dropped', null, 2999, "not sent: on the tenant's suppression list"],
]);

/** `delayType`. */
export const sesDelays = vocabulary([
  ['InternalFailure', 'deferral', false, 4999, 'a fault inside SES'],
  ['General', 'deferral', false, 3999, 'any SMTP failure that may pass'],
  ['MailboxFull', 'deferral', false, 3001, 'the mailbox is full'],
  ['SpamDetected', 'deferral', false, 1004, 'the receiver sees much unwanted mail from this account'],
  ['RecipientServerError', 'deferral', false, 4999, "the recipient's server has trouble"],
  ['IPFailure', 'deferral', false, 1003, 'the receiver blocks or slows the sending address'],
  ['TransientCommunicationFailure', 'deferral', false, 4002, 'the SMTP conversation broke off'],
  [
    'BYOIPHostNameLookupUnavailable',
    'deferral',
    false,
    4999,
    "the operator's own addresses have no host name",
  ],
  ['SendingDeferral', 'deferral', false, 1006, 'SES itself holds the message back'],
  ['Undetermined', 'deferral', false, 9999, 'SES could not tell why'],
]);
