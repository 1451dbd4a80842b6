import { eventMap } from '../parsing/event-map.ts';

/** `status` of an Elastic Email notification, and the event types of its newer API. */
export const elasticemailStatuses = eventMap({
  Error: ['bounce'],
  Bounced: ['bounce'],
  Bounce: ['bounce'],
  Suppressed: ['dropped', null, 2999],
  NotDelivered: ['dropped', null, 2999],
  FailedAttempt: ['deferral', false, 3003],
  AbuseReport: ['complaint'],
  Complaint: ['complaint'],
  Unsubscribed: ['unsubscribe'],
  Unsubscribe: ['unsubscribe'],
  Sent: ['delivered'],
  Delivered: ['delivered'],
  Submission: ['other'],
  Opened: ['other'],
  Open: ['other'],
  Clicked: ['other'],
  Click: ['other'],
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
  ManualCancel: ['bounce'],
  Unknown: ['bounce'],
  Ignore: ['bounce'],
  NotDelivered: ['dropped', null, 2999],
  NotDeliveredCancelled: ['dropped', null, 2999],
});
