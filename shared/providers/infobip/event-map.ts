import { eventMap } from '../parsing/event-map.ts';

/** `status.groupName` of an Infobip delivery report. */
export const infobipGroups = eventMap({
  UNDELIVERABLE: ['bounce', null, 2999],
  EXPIRED: ['bounce', null, 4004],
  REJECTED: ['dropped', null, 1999],
  DELIVERED: ['delivered'],
  PENDING: ['other'],
  ACCEPTED: ['other'],
});

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
export const infobipErrors = eventMap({
  EC_INVALID_EMAIL_ADDRESS: ['bounce', true, 2001],
  EC_MAILBOX_UNAVAILABLE: ['bounce', null, 2001],
  EC_MAILBOX_TEMPORARY_UNAVAILABLE: ['bounce', false, 3999],
  EC_DEFERRED_DUE_TO_INSUFFICIENT_STORAGE: ['bounce', false, 3001],
  EC_STORAGE_LIMIT_EXCEEDED: ['bounce', null, 3001],
  EC_SOFT_BOUNCE: ['bounce', false, 3999],
  EC_HARD_BOUNCE: ['bounce', true, 2999],
  EC_EMAIL_IP_BLACKLISTED: ['bounce', null, 1002],
  EC_TEMPORARY_SENDING_ERROR: ['bounce', false, 4999],
  EC_PERMANENT_SENDING_ERROR: ['bounce', null, 4999],
  EC_EMAIL_GATEWAY_ERROR: ['bounce', null, 4999],
  EC_SUPPRESSED_BOUNCE: ['dropped', null, 2004],
  EC_BOUNCED_EMAIL_ADDRESS: ['dropped', null, 2004],
  EC_SUPPRESSED_SPAM_COMPLAINT: ['dropped', null, 2999],
  EC_EMAIL_BLACKLISTED: ['dropped', null, 2999],
  EC_EMAIL_UNSUBSCRIBED_EMAIL_ADDRESS: ['dropped', null, 1999, 'on-esp-suppression-list'],
  EC_EMAILS_SPAM_CONTENT: ['dropped', null, 1004],
  EC_EMAIL_SENDER_DOMAIN_BLOCKED: ['dropped', null, 3004],
  EC_EMAIL_DROPPED: ['dropped'],
  EC_UNKNOWN_SUBSCRIBER: ['bounce', null, 2001],
  EC_INVALID_DESTINATION_ADDRESS: ['bounce', null, 2003],
  EC_ABSENT_SUBSCRIBER: ['bounce', null, 3002],
});

/** `notificationType` of an Infobip tracking report. */
export const infobipNotifications = eventMap({
  BOUNCED: ['bounce', null, 2999],
  LATE_BOUNCE: ['bounce', null, 2999],
  COMPLAINED: ['complaint'],
  COMPLAINT: ['complaint'],
  UNSUBSCRIBED: ['unsubscribe'],
  OPENED: ['other'],
  CLICKED: ['other'],
});
