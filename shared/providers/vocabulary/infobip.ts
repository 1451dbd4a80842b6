import { vocabulary } from '../reading/vocabulary.ts';

/** `status.groupName` of an Infobip delivery report. */
export const infobipGroups = vocabulary([
  ['UNDELIVERABLE', 'bounce', null, 2999, 'not delivered; the error says why and for how long'],
  ['EXPIRED', 'bounce', null, 4004, 'tried in vain until the end'],
  ['REJECTED', 'dropped', null, 1999, 'not sent: Infobip refused it'],
  ['DELIVERED', 'delivered', null, null, "accepted by the recipient's server"],
  ['PENDING', 'other', null, null, 'on its way'],
  ['ACCEPTED', 'other', null, null, 'accepted by Infobip'],
]);

/** `status.groupId`, for the group that it stands for. */
export const infobipGroupIds: ReadonlyMap<string, string> = new Map([
  ['0', 'ACCEPTED'],
  ['1', 'PENDING'],
  ['2', 'UNDELIVERABLE'],
  ['3', 'DELIVERED'],
  ['4', 'EXPIRED'],
  ['5', 'REJECTED'],
]);

/** `error.name` of an Infobip delivery report, where it says more than the group: why, and whether it was tried. */
export const infobipErrors = vocabulary([
  ['EC_INVALID_EMAIL_ADDRESS', 'bounce', true, 2001, 'no such mailbox'],
  ['EC_MAILBOX_UNAVAILABLE', 'bounce', null, 2001, 'no such mailbox, or closed'],
  ['EC_MAILBOX_TEMPORARY_UNAVAILABLE', 'bounce', false, 3999, 'the mailbox takes no mail for now'],
  [
    'EC_DEFERRED_DUE_TO_INSUFFICIENT_STORAGE',
    'bounce',
    false,
    3001,
    "the recipient's server is out of space",
  ],
  ['EC_STORAGE_LIMIT_EXCEEDED', 'bounce', null, 3001, 'mailbox full'],
  ['EC_SOFT_BOUNCE', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['EC_HARD_BOUNCE', 'bounce', true, 2999, 'refused for good'],
  ['EC_EMAIL_IP_BLACKLISTED', 'bounce', null, 1002, 'the sending address is on a blocklist'],
  ['EC_TEMPORARY_SENDING_ERROR', 'bounce', false, 4999, 'a fault on the way that may pass'],
  ['EC_PERMANENT_SENDING_ERROR', 'bounce', null, 4999, 'a fault on the way'],
  ['EC_EMAIL_GATEWAY_ERROR', 'bounce', null, 4999, 'a fault of the sending server'],
  ['EC_SUPPRESSED_BOUNCE', 'dropped', null, 2004, 'not sent: an earlier bounce'],
  ['EC_BOUNCED_EMAIL_ADDRESS', 'dropped', null, 2004, 'not sent: an earlier bounce'],
  ['EC_SUPPRESSED_SPAM_COMPLAINT', 'dropped', null, 2999, 'not sent: an earlier complaint'],
  ['EC_EMAIL_BLACKLISTED', 'dropped', null, 2999, "not sent: on Infobip's suppression list"],
  [
    'EC_EMAIL_UNSUBSCRIBED_EMAIL_ADDRESS',
    'dropped',
    null,
    1999,
    'not sent: the recipient has unsubscribed',
    'listed',
  ],
  ['EC_EMAILS_SPAM_CONTENT', 'dropped', null, 1004, 'not sent: Infobip takes it for spam'],
  ['EC_EMAIL_SENDER_DOMAIN_BLOCKED', 'dropped', null, 3004, "not sent: the sender's domain is blocked"],
  ['EC_EMAIL_DROPPED', 'dropped', null, null, 'not sent; Infobip does not say why'],
  ['EC_UNKNOWN_SUBSCRIBER', 'bounce', null, 2001, 'no such mailbox'],
  ['EC_INVALID_DESTINATION_ADDRESS', 'bounce', null, 2003, 'not a valid address'],
  ['EC_ABSENT_SUBSCRIBER', 'bounce', null, 3002, 'mailbox not in use'],
]);

/** `notificationType` of an Infobip tracking report. */
export const infobipNotifications = vocabulary([
  ['BOUNCED', 'bounce', null, 2999, 'a bounce came back after the message was accepted'],
  ['LATE_BOUNCE', 'bounce', null, 2999, 'a bounce came back after the message was accepted'],
  ['COMPLAINED', 'complaint', null, null, 'the recipient reported it as spam'],
  ['COMPLAINT', 'complaint', null, null, 'the recipient reported it as spam'],
  ['UNSUBSCRIBED', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['OPENED', 'other', null, null, 'opened'],
  ['CLICKED', 'other', null, null, 'a link was followed'],
]);
