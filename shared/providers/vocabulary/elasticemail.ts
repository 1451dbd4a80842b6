import { vocabulary } from '../reading/vocabulary.ts';

/** `status` of an Elastic Email notification, and the event types of its newer API. */
export const elasticemailStatuses = vocabulary([
  ['Error', 'bounce', null, null, 'not delivered; the category says why'],
  ['Bounced', 'bounce', null, null, 'not delivered; the category says why'],
  ['Bounce', 'bounce', null, null, 'not delivered; the category says why'],
  ['Suppressed', 'dropped', null, 2999, 'not sent: an earlier bounce, complaint or unsubscription'],
  ['NotDelivered', 'dropped', null, 2999, 'not sent: an earlier bounce, complaint or unsubscription'],
  ['FailedAttempt', 'deferral', false, 3003, 'one attempt failed; Elastic Email tries again'],
  ['AbuseReport', 'complaint', null, null, 'the recipient reported it as spam'],
  ['Complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['Unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['Unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['Sent', 'delivered', null, null, "accepted by the recipient's server"],
  ['Delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['Submission', 'other', null, null, 'accepted by Elastic Email'],
  ['Opened', 'other', null, null, 'opened'],
  ['Open', 'other', null, null, 'opened'],
  ['Clicked', 'other', null, null, 'a link was followed'],
  ['Click', 'other', null, null, 'a link was followed'],
]);

/** `category` of a bounce. */
export const elasticemailCategories = vocabulary([
  ['NoMailbox', 'bounce', true, 2001, 'no such mailbox'],
  ['AccountProblem', 'bounce', null, 3002, "the recipient's account is full or disabled"],
  ['DNSProblem', 'bounce', null, 2002, 'the domain has no mail server'],
  ['Spam', 'bounce', null, 1004, 'refused as spam'],
  ['ContentFilter', 'bounce', null, 1004, 'refused for its content'],
  ['BlackListed', 'bounce', null, 1002, 'the sending address is on a blocklist'],
  ['SPFProblem', 'bounce', null, 1999, "the sender's SPF record does not allow it"],
  ['WhitelistingProblem', 'bounce', null, 1999, 'the receiver takes mail from listed senders only'],
  ['Throttled', 'bounce', false, 1006, 'too much mail in a period of time'],
  ['GreyListed', 'bounce', false, 3003, 'the server wanted it later'],
  ['Timeout', 'bounce', false, 4002, 'the server did not answer in time'],
  ['ConnectionTerminated', 'bounce', false, 4002, 'the server broke the connection off'],
  ['ConnectionProblem', 'bounce', false, 4003, 'no connection to the server'],
  ['CodeError', 'bounce', null, 4002, 'an answer that SMTP does not know'],
  ['ManualCancel', 'bounce', null, null, 'cancelled by the sender'],
  ['Unknown', 'bounce', null, null, 'Elastic Email does not say'],
  ['Ignore', 'bounce', null, null, 'not counted as a bounce'],
  ['NotDelivered', 'dropped', null, 2999, 'not sent: an earlier bounce, complaint or unsubscription'],
  [
    'NotDeliveredCancelled',
    'dropped',
    null,
    2999,
    'not sent: an earlier bounce, complaint or unsubscription',
  ],
]);
