import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { sendgridClassifications, sendgridDrops, sendgridEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Settings > Mail Settings > Event Webhooks > Create new webhook',
  events: [
    'Delivered',
    'Deferred',
    'Bounced',
    'Dropped',
    'Spam Reports',
    'Unsubscribed',
    'Group Unsubscribes',
    'Group Resubscribes',
  ],
  secret: { from: 'esp', field: 'Verification Key (under Security features, Enable Signed Event Webhook)' },
  signature:
    'ECDSA (P-256, SHA-256) over timestamp and body, base64, in `X-Twilio-Email-Event-Webhook-Signature`.',
  references: [
    'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event',
    'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  ],
  notes: [
    'An unsubscribe group becomes the list `group-<asm_group_id>`, so that leaving one group leaves the others alone.',
    'A bounce of the type `blocked` is recorded, and does not suppress unless the reply itself names the address.',
    'The timestamp is signed but its age is not checked: whether SendGrid signs a retry afresh is not documented.',
  ],
  eventMaps: [
    describeEventMap('`event`, of a bounce with its `type`', sendgridEvents, {
      bounce: 'rejected permanently; SendGrid will not send to the address again',
      'bounce/bounce': 'as bounce: the type of a permanent one',
      'bounce/blocked': 'refused for a reason that is not the address; SendGrid sends again',
      'bounce/expired': 'older events: tried until it was too old, and given up',
      blocked: 'as a bounce of the type blocked',
      deferred: 'put off; SendGrid tries for up to 72 hours',
      dropped: 'SendGrid did not send',
      spamreport: 'the recipient reported it as spam',
      spam_report: 'as spamreport, in the spelling of the settings',
      unsubscribe: 'unsubscribed from everything',
      group_unsubscribe: 'unsubscribed from one group',
      group_resubscribe: 'subscribed to a group again',
      delivered: "accepted by the recipient's server",
      processed: 'accepted by SendGrid',
      open: 'opened',
      click: 'a link was followed',
      account_status_change: "the state of the sender's account changed",
    }),
    describeEventMap('`bounce_classification`', sendgridClassifications, {
      'Invalid Address': 'the address does not exist',
      Technical: 'a technical or protocol failure',
      'Technical Failure': 'a technical or protocol failure',
      Content: 'the content was refused',
      Reputation: 'the sender or a link is on a list of bad senders',
      'Frequency or Volume Too High': 'too many messages',
      'Frequency/Volume': 'too many messages',
      'Mailbox Unavailable': 'full, disabled, or not to be reached',
      Unclassified: 'SendGrid does not know the reply',
    }),
    describeEventMap('`reason` of `dropped`', sendgridDrops, {
      'Bounced Address': 'it bounced before',
      'Unsubscribed Address': 'it unsubscribed before',
      'Spam Reporting Address': 'it complained before',
      Invalid: 'it is not an address',
      'Spam Content': 'the spam checker stopped the message',
      'Spam Content (if Spam Checker app is enabled)': 'the spam checker stopped the message',
      'Invalid SMTPAPI header': "a mistake in the sender's request",
      'Recipient List over Package Quota': "the sender's account is used up",
    }),
  ],
};
