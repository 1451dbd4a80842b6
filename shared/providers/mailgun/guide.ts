import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mailgunCodes, mailgunEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Send > Sending > Webhooks > Add webhook, once for each event',
  events: ['Delivered Messages', 'Permanent Failure', 'Temporary Failure', 'Spam Complaints', 'Unsubscribes'],
  secret: { from: 'esp', field: 'HTTP webhook signing key' },
  signature:
    'HMAC-SHA256 over timestamp and token, hex, in the body; at most 12 hours old. The event itself is not covered.',
  references: [
    'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks',
    'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  ],
  notes: [
    'The signature does not cover the event: keep the URL secret and on https. A signature older than 12 hours is refused.',
    'Events of a sub-account may be signed with the key of its parent: give the source both keys.',
    'Mailgun stops only at 200 and 406. What is refused or cannot be stored is answered otherwise, so that a wrong key loses nothing within 8 hours.',
  ],
  eventMaps: [
    describeEventMap('`event`, of a failure with its `severity` and `reason`', mailgunEvents, {
      failed: 'not delivered',
      'failed/temporary': 'put off; Mailgun tries for 8 hours',
      'failed/permanent': 'rejected permanently',
      'failed/permanent/bounce': 'rejected permanently',
      'failed/permanent/generic': 'rejected permanently, or bounced after it was accepted',
      'failed/permanent/espblock': "blocked by the receiver's policy",
      'failed/permanent/old': 'not delivered within 8 hours; Mailgun gave up',
      'failed/permanent/suppress-bounce': 'not sent: it bounced before',
      'failed/permanent/suppress-unsubscribe': 'not sent: it unsubscribed before',
      'failed/permanent/suppress-complaint': 'not sent: it complained before',
      permanent_fail: "as failed/permanent, by the webhook's own name",
      temporary_fail: "as failed/temporary, by the webhook's own name",
      rejected: 'Mailgun refused to send the message',
      complained: 'the recipient reported it as spam',
      unsubscribed: 'the recipient unsubscribed',
      delivered: "accepted by the recipient's server",
      bounced: 'legacy webhooks: rejected permanently',
      dropped: 'legacy webhooks: not sent',
      'dropped/hardfail': 'legacy webhooks: failed permanently',
      'dropped/reply': "legacy webhooks: refused by the recipient's server, whose reply stands there",
      'dropped/old': 'legacy webhooks: tried for 8 hours and given up',
      accepted: 'accepted by Mailgun',
      stored: 'an incoming message was stored',
      opened: 'opened',
      clicked: 'a link was followed',
    }),
    describeEventMap("`code`, where it is one of Mailgun's own", mailgunCodes, {
      '498': 'no mail server is known for the domain',
      '499': 'the mail servers could not be reached',
      '605': 'not sent: it bounced before',
      '606': 'not sent: it unsubscribed before',
      '607': 'not sent: it complained before',
    }),
  ],
};
