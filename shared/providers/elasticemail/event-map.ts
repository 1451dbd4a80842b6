import { eventMap } from '../parsing/event-map.ts';

/** `status` of an Elastic Email notification, and the event types of its newer API. */
export const elasticemailStatuses = eventMap({
  Error: ['bounce', null, null],
  Bounced: ['bounce', null, null],
  Bounce: ['bounce', null, null],
  Suppressed: ['dropped', null, 2999],
  NotDelivered: ['dropped', null, 2999],
  FailedAttempt: ['deferral', false, 3003],
  AbuseReport: ['complaint', null, null],
  Complaint: ['complaint', null, null],
  Unsubscribed: ['unsubscribe', null, null],
  Unsubscribe: ['unsubscribe', null, null],
  Sent: ['delivered', null, null],
  Delivered: ['delivered', null, null],
  Submission: ['other', null, null],
  Opened: ['other', null, null],
  Open: ['other', null, null],
  Clicked: ['other', null, null],
  Click: ['other', null, null],
});

/** `category` of a bounce. */
export const elasticemailCategories = eventMap({
  NoMailbox: ['bounce', true, 2001],
  AccountProblem: ['bounce', null, 3002],
  DNSProblem: ['bounce', null, 2002],
  Spam: ['bounce', null, 1004],
  ContentFilter: ['bounce', null, 1004],
  BlackListed: ['bounce', null, 1002],
  SPFProblem: ['bounce', null, 1999],
  WhitelistingProblem: ['bounce', null, 1999],
  Throttled: ['bounce', false, 1006],
  GreyListed: ['bounce', false, 3003],
  Timeout: ['bounce', false, 4002],
  ConnectionTerminated: ['bounce', false, 4002],
  ConnectionProblem: ['bounce', false, 4003],
  CodeError: ['bounce', null, 4002],
  ManualCancel: ['bounce', null, null],
  Unknown: ['bounce', null, null],
  Ignore: ['bounce', null, null],
  NotDelivered: ['dropped', null, 2999],
  NotDeliveredCancelled: ['dropped', null, 2999],
});
