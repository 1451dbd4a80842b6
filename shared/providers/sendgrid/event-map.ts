import { eventMap } from '../parsing/event-map.ts';

/** `event` of the Event Webhook; a bounce's `type` behind a slash where it changes the meaning. */
export const sendgridEvents = eventMap({
  bounce: ['bounce', true, 2999],
  'bounce/bounce': ['bounce', true, 2999],
  'bounce/blocked': ['bounce', false, 1999],
  'bounce/expired': ['bounce', null, 4004],
  blocked: ['bounce', false, 1999],
  deferred: ['deferral', false, 3003],
  dropped: ['dropped'],
  spamreport: ['complaint'],
  spam_report: ['complaint'],
  unsubscribe: ['unsubscribe'],
  group_unsubscribe: ['unsubscribe'],
  group_resubscribe: ['resubscribe'],
  delivered: ['delivered'],
  processed: ['other'],
  open: ['other'],
  click: ['other'],
  account_status_change: ['other'],
});

/** `bounce_classification` of bounces and deferrals: why, in SendGrid's seven classes. */
export const sendgridClassifications = eventMap({
  'Invalid Address': ['bounce', true, 2001],
  Technical: ['bounce', null, 4999],
  'Technical Failure': ['bounce', null, 4999],
  Content: ['bounce', null, 1004],
  Reputation: ['bounce', null, 1002],
  'Frequency or Volume Too High': ['bounce', false, 1006],
  'Frequency/Volume': ['bounce', false, 1006],
  'Mailbox Unavailable': ['bounce', false, 3001],
  Unclassified: ['bounce'],
});

/** `reason` of `dropped`: which list or check of SendGrid's stopped the message. */
export const sendgridDrops = eventMap({
  'Bounced Address': ['dropped', true, 2004],
  'Unsubscribed Address': ['dropped', null, 1999, 'on-esp-suppression-list'],
  'Spam Reporting Address': ['dropped', null, 1999, 'on-esp-suppression-list'],
  Invalid: ['dropped', true, 2003],
  'Spam Content': ['dropped', null, 1004],
  'Spam Content (if Spam Checker app is enabled)': ['dropped', null, 1004],
  'Invalid SMTPAPI header': ['dropped', null, 9999],
  'Recipient List over Package Quota': ['dropped', null, 9999],
});
