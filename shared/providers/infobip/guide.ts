import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { infobipErrors, infobipGroups, infobipNotifications } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Developer Tools > Subscriptions Management > Create subscription, channel Email',
  events: ['Delivery', 'Unsubscribed', 'Complained', 'Late bounce'],
  secret: { from: 'us', how: 'basic', field: 'Security settings of the notification profile' },
  signature: 'Nothing is signed: basic authentication, a header of your own or the URL carries the secret.',
  references: [
    'https://www.infobip.com/docs/api/channels/email/receive-outbound-email-message-reports',
    'https://www.infobip.com/docs/api/channels/email/receive-email-tracking-reports',
    'https://www.infobip.com/docs/email/email-error-codes-update',
  ],
  notes: [
    'Infobip signs nothing. The secret may also travel in the URL, or in a header of your own.',
    'Its error names are those of its email error codes; one that is not in the table leaves the reason to the group.',
  ],
  eventMaps: [
    describeEventMap('`status.groupName`', infobipGroups, {
      UNDELIVERABLE: 'not delivered; the error says why and for how long',
      EXPIRED: 'tried in vain until the end',
      REJECTED: 'not sent: Infobip refused it',
      DELIVERED: "accepted by the recipient's server",
      PENDING: 'on its way',
      ACCEPTED: 'accepted by Infobip',
    }),
    describeEventMap('`error.name`', infobipErrors, {
      EC_INVALID_EMAIL_ADDRESS: 'no such mailbox',
      EC_MAILBOX_UNAVAILABLE: 'no such mailbox, or closed',
      EC_MAILBOX_TEMPORARY_UNAVAILABLE: 'the mailbox takes no mail for now',
      EC_DEFERRED_DUE_TO_INSUFFICIENT_STORAGE: "the recipient's server is out of space",
      EC_STORAGE_LIMIT_EXCEEDED: 'mailbox full',
      EC_SOFT_BOUNCE: 'not delivered for a reason that may pass',
      EC_HARD_BOUNCE: 'rejected permanently',
      EC_EMAIL_IP_BLACKLISTED: 'the sending address is on a blocklist',
      EC_TEMPORARY_SENDING_ERROR: 'a fault on the way that may pass',
      EC_PERMANENT_SENDING_ERROR: 'a fault on the way',
      EC_EMAIL_GATEWAY_ERROR: 'a fault of the sending server',
      EC_SUPPRESSED_BOUNCE: 'not sent: an earlier bounce',
      EC_BOUNCED_EMAIL_ADDRESS: 'not sent: an earlier bounce',
      EC_SUPPRESSED_SPAM_COMPLAINT: 'not sent: an earlier complaint',
      EC_EMAIL_BLACKLISTED: "not sent: on Infobip's suppression list",
      EC_EMAIL_UNSUBSCRIBED_EMAIL_ADDRESS: 'not sent: the recipient has unsubscribed',
      EC_EMAILS_SPAM_CONTENT: 'not sent: Infobip takes it for spam',
      EC_EMAIL_SENDER_DOMAIN_BLOCKED: "not sent: the sender's domain is blocked",
      EC_EMAIL_DROPPED: 'not sent; Infobip does not say why',
      EC_UNKNOWN_SUBSCRIBER: 'no such mailbox',
      EC_INVALID_DESTINATION_ADDRESS: 'not a valid address',
      EC_ABSENT_SUBSCRIBER: 'mailbox not in use',
    }),
    describeEventMap('`notificationType`', infobipNotifications, {
      BOUNCED: 'a bounce came back after the message was accepted',
      LATE_BOUNCE: 'a bounce came back after the message was accepted',
      COMPLAINED: 'the recipient reported it as spam',
      COMPLAINT: 'the recipient reported it as spam',
      UNSUBSCRIBED: 'the recipient unsubscribed',
      OPENED: 'opened',
      CLICKED: 'a link was followed',
    }),
  ],
};
