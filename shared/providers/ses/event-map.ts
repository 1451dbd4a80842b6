import { eventMap } from '../parsing/event-map.ts';

/** `eventType` of event publishing, `notificationType` of identity notifications. */
export const sesEvents = eventMap({
  Bounce: ['bounce', null, 9999],
  Complaint: ['complaint'],
  Delivery: ['delivered'],
  DeliveryDelay: ['deferral', false, 3003],
  Reject: ['dropped', null, 1007],
  'Rendering Failure': ['dropped', null, 9999],
  Subscription: ['other'],
  Send: ['other'],
  Open: ['other'],
  Click: ['other'],
});

/** `bounceType/bounceSubType`. */
export const sesBounces = eventMap({
  'Undetermined/Undetermined': ['bounce', null, 9999],
  'Permanent/General': ['bounce', true, 2999],
  'Permanent/NoEmail': ['bounce', true, 2001],
  'Permanent/Suppressed': ['dropped', true, 2004],
  'Permanent/OnAccountSuppressionList': ['dropped', true, 2999],
  'Permanent/OnTenantSuppressionList': ['dropped', true, 2999],
  'Permanent/EmailValidationSuppressed': ['dropped', true, 2999],
  'Permanent/UnsubscribedRecipient': ['dropped', null, 1999],
  'Transient/General': ['bounce', false, 3999],
  'Transient/MailboxFull': ['bounce', false, 3001],
  'Transient/MessageTooLarge': ['bounce', false, 1004],
  'Transient/ContentRejected': ['bounce', false, 1004],
  'Transient/AttachmentRejected': ['bounce', false, 1004],
  'Transient/CustomTimeoutExceeded': ['bounce', false, 4004],
});

/**
 * `action` of one recipient of a bounce (RFC 3464, 2.3.3): the server still tries, or the delivery did not fail. A
 * failed one is what the class of the bounce says.
 */
export const sesActions = eventMap({
  delayed: ['deferral', false, 3999],
  delivered: ['delivered'],
  relayed: ['other'],
  expanded: ['other'],
});

/** `complaintFeedbackType`, as in feedback reports (RFC 5965, 7.3), and `complaintSubType`. */
export const sesComplaints = eventMap({
  abuse: ['complaint'],
  'auth-failure': ['complaint'],
  fraud: ['complaint'],
  virus: ['complaint'],
  other: ['complaint'],
  'not-spam': ['other'],
  OnAccountSuppressionList: ['dropped', null, 2999],
  OnTenantSuppressionList: ['dropped', null, 2999],
});

/** `delayType`. */
export const sesDelays = eventMap({
  InternalFailure: ['deferral', false, 4999],
  General: ['deferral', false, 3999],
  MailboxFull: ['deferral', false, 3001],
  SpamDetected: ['deferral', false, 1004],
  RecipientServerError: ['deferral', false, 4999],
  IPFailure: ['deferral', false, 1003],
  TransientCommunicationFailure: ['deferral', false, 4002],
  BYOIPHostNameLookupUnavailable: ['deferral', false, 4999],
  SendingDeferral: ['deferral', false, 1006],
  Undetermined: ['deferral', false, 9999],
});
