import { eventMap } from '../parsing/event-map.ts';

/**
 * `type`; of a suppression its `origin` behind a slash. A bounce has the words of Amazon SES beside it,
 * `data.bounce.type` and `subType`.
 */
export const resendEvents = eventMap({
  'email.bounced': ['bounce', true, 2999],
  'email.suppressed': ['dropped', null, 2999],
  'suppression.added': ['dropped', null, 2999],
  'suppression.added/bounce': ['dropped', true, 2004],
  'suppression.added/complaint': ['complaint'],
  'suppression.added/manual': ['dropped', null, 1999, 'on-esp-suppression-list'],
  'suppression.removed': ['other'],
  'contact.updated': ['unsubscribe'],
  'email.delivery_delayed': ['deferral', false, 3003],
  'email.delivered_delayed': ['deferral', false, 3003],
  'email.complained': ['complaint'],
  'email.failed': ['dropped', null, 9999],
  'email.delivered': ['delivered'],
  'email.sent': ['other'],
  'email.scheduled': ['other'],
  'email.opened': ['other'],
  'email.clicked': ['other'],
  'email.received': ['other'],
});

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
