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

/** `error.name` of an Infobip delivery report, where it says more than the group. */
export const infobipErrors = vocabulary([
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
