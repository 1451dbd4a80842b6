import { eventMap } from '../parsing/event-map.ts';

/** `RecordType`. */
export const postmarkRecords = eventMap({
  Bounce: ['bounce', null, 9999],
  SpamComplaint: ['complaint'],
  Delivery: ['delivered'],
  SubscriptionChange: ['unsubscribe'],
  SMTPApiError: ['dropped', null, 9999],
  Open: ['other'],
  Click: ['other'],
  Inbound: ['other'],
});

/** `Type` of a Bounce. */
export const postmarkBounces = eventMap({
  HardBounce: ['bounce', true, 2001],
  Transient: ['deferral', false, 3003],
  Unsubscribe: ['unsubscribe'],
  Subscribe: ['resubscribe'],
  AutoResponder: ['auto-reply', null, 5001],
  AddressChange: ['auto-reply', null, 5999],
  DnsError: ['bounce', null, 2002],
  SpamNotification: ['bounce', null, 1004],
  OpenRelayTest: ['other'],
  Unknown: ['bounce', null, 9999],
  SoftBounce: ['bounce', false, 3001],
  VirusNotification: ['bounce', null, 1007],
  ChallengeVerification: ['auto-reply', null, 1011],
  BadEmailAddress: ['bounce', true, 2003],
  SpamComplaint: ['complaint'],
  ManuallyDeactivated: ['dropped', true, 2999],
  Unconfirmed: ['dropped', null, 9999],
  Blocked: ['bounce', null, 1002],
  SMTPApiError: ['dropped', null, 9999],
  InboundError: ['other'],
  DMARCPolicy: ['bounce', null, 1999],
  TemplateRenderingFailed: ['dropped', null, 9999],
});

/** `TypeCode` of a Bounce, for the `Type` that it stands for. */
export const postmarkTypeCodes: ReadonlyMap<string, string> = new Map([
  ['1', 'HardBounce'],
  ['2', 'Transient'],
  ['16', 'Unsubscribe'],
  ['32', 'Subscribe'],
  ['64', 'AutoResponder'],
  ['128', 'AddressChange'],
  ['256', 'DnsError'],
  ['512', 'SpamNotification'],
  ['1024', 'OpenRelayTest'],
  ['2048', 'Unknown'],
  ['4096', 'SoftBounce'],
  ['8192', 'VirusNotification'],
  ['16384', 'ChallengeVerification'],
  ['100000', 'BadEmailAddress'],
  ['100001', 'SpamComplaint'],
  ['100002', 'ManuallyDeactivated'],
  ['100003', 'Unconfirmed'],
  ['100006', 'Blocked'],
  ['100007', 'SMTPApiError'],
  ['100008', 'InboundError'],
  ['100009', 'DMARCPolicy'],
  ['100010', 'TemplateRenderingFailed'],
]);

/** `Name` of a Bounce, in lower case, where it is not the `Type` in other words. */
export const postmarkTypeNames: ReadonlyMap<string, string> = new Map([
  ['message delayed', 'Transient'],
  ['unsubscribe request', 'Unsubscribe'],
  ['subscribe request', 'Subscribe'],
  ['invalid email address', 'BadEmailAddress'],
  ['isp block', 'Blocked'],
  ['unconfirmed registration', 'Unconfirmed'],
  ['processing failed', 'InboundError'],
]);

/** `SuppressionReason` of a SubscriptionChange that stops sending. */
export const postmarkSuppressions = eventMap({
  HardBounce: ['dropped', true, 2004],
  SpamComplaint: ['complaint'],
  ManualSuppression: ['unsubscribe'],
});
