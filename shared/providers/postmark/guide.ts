import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { postmarkBounces, postmarkRecords, postmarkSuppressions } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Servers > (the server) > (the message stream) > Webhooks > Add webhook',
  events: ['Delivery', 'Bounce', 'Spam Complaint', 'Subscription Change'],
  secret: { from: 'us', how: 'basic', field: 'Basic auth credentials' },
  signature: 'Nothing is signed: basic authentication, a header of your own or the URL carries the secret.',
  references: [
    'https://postmarkapp.com/developer/webhooks/bounce-webhook',
    'https://postmarkapp.com/developer/webhooks/subscription-change-webhook',
    'https://postmarkapp.com/support/article/800-ips-for-firewalls',
  ],
  notes: [
    'Postmark publishes the addresses that its webhooks come from: an allow-list of the source may name them.',
    'Postmark stops only at 200 and 403. What is refused is answered with 401, so that a wrong secret loses nothing within ten retries.',
    'A Spam Notification is a block by the receiver and no complaint; some readers of this webhook disagree.',
    'A Subscription Change because of a hard bounce repeats the bounce: it is recorded as dropped, and not counted again.',
  ],
  eventMaps: [
    describeEventMap('`RecordType`', postmarkRecords, {
      Bounce: 'not delivered',
      SpamComplaint: 'the recipient reported it as spam',
      Delivery: "accepted by the recipient's server",
      SubscriptionChange: 'the suppression list of the stream changed',
      SMTPApiError: 'Postmark refused to send the message',
      Open: 'opened',
      Click: 'a link was followed',
      Inbound: 'an incoming message',
    }),
    describeEventMap('`Type` of a bounce', postmarkBounces, {
      HardBounce: 'the mailbox does not exist',
      Transient: 'put off; Postmark tries again',
      Unsubscribe: 'a request to unsubscribe, by mail',
      Subscribe: 'a request to subscribe, by mail',
      AutoResponder: 'an automatic reply',
      AddressChange: 'a notice of a new address',
      DnsError: "a fault of the domain's DNS",
      SpamNotification: 'taken for spam and kept from the inbox',
      OpenRelayTest: 'a test for open relays',
      Unknown: 'Postmark could not tell why',
      SoftBounce: 'full, disabled or over quota for now',
      VirusNotification: 'taken for a virus',
      ChallengeVerification: 'the receiver wants the sender to confirm',
      BadEmailAddress: 'not an address',
      SpamComplaint: 'the recipient reported it as spam',
      ManuallyDeactivated: 'not sent: deactivated by hand',
      Unconfirmed: 'not sent: the registration was never confirmed',
      Blocked: 'blocked for its content or for a list the sender is on',
      SMTPApiError: "not sent: a mistake in the sender's request",
      InboundError: 'an incoming message could not be handed over',
      DMARCPolicy: "refused by the sender domain's own DMARC policy",
      TemplateRenderingFailed: "the sender's template could not be filled in",
    }),
    describeEventMap('`SuppressionReason`', postmarkSuppressions, {
      HardBounce: 'suppressed because it bounced',
      SpamComplaint: 'suppressed because of a complaint',
      ManualSuppression: 'unsubscribed by the recipient, or by hand',
    }),
  ],
};
