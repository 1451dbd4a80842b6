import { vocabulary } from '../reading/vocabulary.ts';

/** `Type`; of a Failed event its `FailureType`, of a Tracking event its `TrackingType`, behind a slash. */
export const socketlabsEvents = vocabulary([
  ['Failed', 'bounce', null, 9999, 'not delivered'],
  ['Failed/Permanent', 'bounce', true, 2999, 'refused for good; SocketLabs now suppresses the address'],
  ['Failed/Temporary', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['Failed/Suppressed', 'dropped', null, 2999, "not sent: on the account's suppression list", 'listed'],
  ['Deferred', 'deferral', false, 3003, 'put off; SocketLabs tries again'],
  ['Delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['Sent', 'delivered', null, null, 'as Delivered, in the older documentation'],
  ['Complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['Tracking', 'other', null, null, 'an engagement'],
  ['Tracking/Click', 'other', null, null, 'a link was followed'],
  ['Tracking/Open', 'other', null, null, 'opened'],
  ['Tracking/Unsubscribe', 'unsubscribe', null, null, 'unsubscribed by the link in the message'],
  ['Click', 'other', null, null, 'as Tracking/Click, of an account-level webhook'],
  ['Open', 'other', null, null, 'as Tracking/Open, of an account-level webhook'],
  ['Unsubscribe', 'unsubscribe', null, null, 'as Tracking/Unsubscribe, of an account-level webhook'],
  ['Queued', 'other', null, null, 'accepted by SocketLabs'],
]);
