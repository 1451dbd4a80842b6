import { vocabulary } from '../reading/vocabulary.ts';

/** `RecordType`. */
export const postmarkRecords = vocabulary([
  ['Bounce', 'bounce', null, 9999, 'not delivered'],
  ['SpamComplaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['Delivery', 'delivered', null, null, "accepted by the recipient's server"],
  ['SubscriptionChange', 'unsubscribe', null, null, 'the suppression list of the stream changed'],
  ['SMTPApiError', 'dropped', null, 9999, 'Postmark refused to send the message'],
  ['Open', 'other', null, null, 'opened'],
  ['Click', 'other', null, null, 'a link was followed'],
  ['Inbound', 'other', null, null, 'an incoming message'],
]);

/** `Type` of a Bounce. */
export const postmarkBounces = vocabulary([
  ['HardBounce', 'bounce', true, 2001, 'the mailbox does not exist'],
  ['Transient', 'deferral', false, 3003, 'put off; Postmark tries again'],
  ['Unsubscribe', 'unsubscribe', null, null, 'a request to unsubscribe, by mail'],
  ['Subscribe', 'resubscribe', null, null, 'a request to subscribe, by mail'],
  ['AutoResponder', 'auto-reply', null, 5001, 'an automatic reply'],
  ['AddressChange', 'auto-reply', null, 5999, 'a notice of a new address'],
  ['DnsError', 'bounce', null, 2002, "a fault of the domain's DNS"],
  ['SpamNotification', 'bounce', null, 1004, 'taken for spam and kept from the inbox'],
  ['OpenRelayTest', 'other', null, null, 'a test for open relays'],
  ['Unknown', 'bounce', null, 9999, 'Postmark could not tell why'],
  ['SoftBounce', 'bounce', false, 3001, 'full, disabled or over quota for now'],
  ['VirusNotification', 'bounce', null, 1007, 'taken for a virus'],
  ['ChallengeVerification', 'auto-reply', null, 1011, 'the receiver wants the sender to confirm'],
  ['BadEmailAddress', 'bounce', true, 2003, 'not an address'],
  ['SpamComplaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['ManuallyDeactivated', 'dropped', true, 2999, 'not sent: deactivated by hand'],
  ['Unconfirmed', 'dropped', null, 9999, 'not sent: the registration was never confirmed'],
  ['Blocked', 'bounce', null, 1002, 'blocked for its content or for a list the sender is on'],
  ['SMTPApiError', 'dropped', null, 9999, "not sent: a mistake in the sender's request"],
  ['InboundError', 'other', null, null, 'an incoming message could not be handed over'],
  ['DMARCPolicy', 'bounce', null, 1999, "refused by the sender domain's own DMARC policy"],
  ['TemplateRenderingFailed', 'dropped', null, 9999, "the sender's template could not be filled in"],
]);

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
export const postmarkSuppressions = vocabulary([
  ['HardBounce', 'dropped', true, 2004, 'suppressed because it bounced'],
  ['SpamComplaint', 'complaint', null, null, 'suppressed because of a complaint'],
  ['ManualSuppression', 'unsubscribe', null, null, 'unsubscribed by the recipient, or by hand'],
]);
