import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { elasticemailCategories, elasticemailStatuses } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Settings > Notifications > Add Webhook',
  events: ['Sent', 'Unsubscribed', 'Complaint', 'Bounce/Error'],
  secret: { from: 'us', how: 'url', field: 'Notification Link' },
  signature:
    'Nothing that can be checked is signed: the URL, basic authentication or a header of your own carries the secret.',
  references: [
    'https://help.elasticemail.com/en/articles/4804685-notification-settings',
    'https://help.elasticemail.com/en/articles/2376855-how-to-manage-http-web-notifications-webhooks',
  ],
  notes: [
    'The string that the header `X-ElasticEmail-Signature` of the newer webhooks signs is not documented, so it ' +
      'is not checked: the secret in the URL, or in a header of your own, verifies the request.',
    'A notification is read from the query of a GET or of an empty POST, from a form, and from JSON.',
    'Elastic Email turns a webhook off after 1,000 failures.',
  ],
  eventMaps: [
    describeEventMap('`status`', elasticemailStatuses, {
      Error: 'not delivered; the category says why',
      Bounced: 'not delivered; the category says why',
      Bounce: 'not delivered; the category says why',
      Suppressed: 'not sent: an earlier bounce, complaint or unsubscription',
      NotDelivered: 'not sent: an earlier bounce, complaint or unsubscription',
      FailedAttempt: 'one attempt failed; Elastic Email tries again',
      AbuseReport: 'the recipient reported it as spam',
      Complaint: 'the recipient reported it as spam',
      Unsubscribed: 'the recipient unsubscribed',
      Unsubscribe: 'the recipient unsubscribed',
      Sent: "accepted by the recipient's server",
      Delivered: "accepted by the recipient's server",
      Submission: 'accepted by Elastic Email',
      Opened: 'opened',
      Open: 'opened',
      Clicked: 'a link was followed',
      Click: 'a link was followed',
    }),
    describeEventMap('`category` of a bounce', elasticemailCategories, {
      NoMailbox: 'no such mailbox',
      AccountProblem: "the recipient's account is full or disabled",
      DNSProblem: 'the domain has no mail server',
      Spam: 'refused as spam',
      ContentFilter: 'refused for its content',
      BlackListed: 'the sending address is on a blocklist',
      SPFProblem: "the sender's SPF record does not allow it",
      WhitelistingProblem: 'the receiver takes mail from listed senders only',
      Throttled: 'too much mail in a period of time',
      GreyListed: 'the server wanted it later',
      Timeout: 'the server did not answer in time',
      ConnectionTerminated: 'the server broke the connection off',
      ConnectionProblem: 'no connection to the server',
      CodeError: 'an answer that SMTP does not know',
      ManualCancel: 'cancelled by the sender',
      Unknown: 'Elastic Email does not say',
      Ignore: 'not counted as a bounce',
      NotDelivered: 'not sent: an earlier bounce, complaint or unsubscription',
      NotDeliveredCancelled: 'not sent: an earlier bounce, complaint or unsubscription',
    }),
  ],
};
