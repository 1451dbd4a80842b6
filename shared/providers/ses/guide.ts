import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { sesActions, sesBounces, sesComplaints, sesDelays, sesEvents } from './event-map.ts';

/** `bounceType/bounceSubType`; Resend passes these words on. */
export const sesBounceTable = describeEventMap('`bounceType/bounceSubType`', sesBounces, {
  'Undetermined/Undetermined': 'SES could not tell why; often an out-of-office reply',
  'Permanent/General': 'rejected permanently',
  'Permanent/NoEmail': 'the address does not exist',
  'Permanent/Suppressed': "not sent: on SES's global suppression list",
  'Permanent/OnAccountSuppressionList': "not sent: on the account's suppression list",
  'Permanent/OnTenantSuppressionList': "not sent: on the tenant's suppression list",
  'Permanent/EmailValidationSuppressed': 'not sent: SES takes the address for invalid',
  'Permanent/UnsubscribedRecipient': "not sent: unsubscribed from the message's topic",
  'Transient/General': 'may pass; also used for out-of-office replies',
  'Transient/MailboxFull': 'the mailbox is full',
  'Transient/MessageTooLarge': 'the message is too large for the receiver',
  'Transient/ContentRejected': 'the content was refused',
  'Transient/AttachmentRejected': 'an attachment was refused',
  'Transient/CustomTimeoutExceeded': "not delivered within the sender's own time limit",
});

/** The tables of both ways in which SES publishes events. */
export const sesEventMaps = [
  describeEventMap('`eventType`, or `notificationType` of identity notifications', sesEvents, {
    Bounce: 'returned, or never sent because of a suppression list',
    Complaint: 'the recipient reported it as spam',
    Delivery: "accepted by the recipient's server",
    DeliveryDelay: 'put off; SES tries again',
    Reject: 'SES found a virus in the message and did not send it',
    'Rendering Failure': "the sender's template could not be filled in",
    Subscription: 'the recipient changed their subscriptions',
    Send: 'accepted by SES',
    Open: 'opened',
    Click: 'a link was followed',
  }),
  sesBounceTable,
  describeEventMap('`action` of one recipient of a bounce', sesActions, {
    delayed: 'the server still tries',
    delivered: 'delivered to this recipient',
    relayed: 'handed to a system that reports no delivery',
    expanded: 'delivered to a list, and sent on to its members',
  }),
  describeEventMap('`complaintFeedbackType` and `complaintSubType`', sesComplaints, {
    abuse: 'unwanted mail',
    'auth-failure': 'a report on failed authentication',
    fraud: 'fraud or phishing',
    virus: 'a virus was found',
    other: 'another registered type',
    'not-spam': 'the recipient says that it is NOT spam',
    OnAccountSuppressionList: "not sent: on the account's suppression list",
    OnTenantSuppressionList: "not sent: on the tenant's suppression list",
  }),
  describeEventMap('`delayType`', sesDelays, {
    InternalFailure: 'a fault inside SES',
    General: 'any SMTP failure that may pass',
    MailboxFull: 'the mailbox is full',
    SpamDetected: 'the receiver sees much unwanted mail from this account',
    RecipientServerError: "the recipient's server has trouble",
    IPFailure: 'the receiver blocks or slows the sending address',
    TransientCommunicationFailure: 'the SMTP conversation broke off',
    BYOIPHostNameLookupUnavailable: "the operator's own addresses have no host name",
    SendingDeferral: 'SES itself holds the message back',
    Undetermined: 'SES could not tell why',
  }),
];

export const guide: SetupGuide = {
  consolePath:
    'Amazon SES > Configuration sets > (the set) > Event destinations > Add destination > Amazon SNS',
  events: [
    'Hard bounces',
    'Complaints',
    'Deliveries',
    'Delivery delays',
    'Rejects',
    'Rendering failures',
    'Subscriptions',
  ],
  secret: {
    from: 'us',
    how: 'url',
    field: 'endpoint of the SNS subscription (only with raw message delivery)',
  },
  signature:
    "SNS signs each envelope with RSA, under a certificate of the topic's region, and the topic must be on the list. Raw delivery is not signed: the URL or basic authentication carries the secret.",
  references: [
    'https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html',
    'https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html',
    'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  ],
  notes: [
    "The stack's own topic feeds its queue and needs no URL; a URL is for topics of other accounts. List each topic's ARN in the source's `topics`: any AWS account can send messages that SNS signs.",
    'Raw message delivery over HTTPS has no signature at all; prefer the envelope.',
    'A delivery delay exists only with event publishing through a configuration set.',
    'With identity notifications and event publishing both on, each bounce comes twice and counts once.',
    'A complaint whose receiver hides the address may name several recipients, any of whom may have complained.',
  ],
  eventMaps: sesEventMaps,
};
