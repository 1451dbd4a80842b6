import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { sendpulseEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Account Settings > API > Create webhook; for campaigns: Email > Service settings > Webhooks',
  events: [
    'Delivered',
    'Not delivered',
    'Hard bounces',
    'Soft bounces',
    'Marked as spam',
    'Unsubscribed',
    'Resubscribed',
  ],
  secret: { from: 'us', how: 'url', field: 'URL' },
  signature: 'Nothing is signed: the URL or basic authentication carries the secret.',
  references: ['https://sendpulse.com/knowledge-base/smtp/smtp-webhooks'],
  notes: [
    'SendPulse signs nothing: the secret in the URL verifies the request.',
    'Who leaves one mailing list of a campaign leaves the list `book-<book_id>`, and the others stay.',
  ],
  eventMaps: [
    describeEventMap('`event`', sendpulseEvents, {
      undelivered: "not delivered; the server's answer says why",
      hard_bounces: 'rejected permanently',
      hard_bounce: 'rejected permanently',
      soft_bounces: 'not delivered for a reason that may pass',
      soft_bounce: 'not delivered for a reason that may pass',
      spam_by_user: 'the recipient reported it as spam',
      spam: 'the recipient reported it as spam',
      unsubscribed: 'the recipient unsubscribed',
      unsubscribe: 'the recipient unsubscribed',
      resubscribed: 'the recipient took the unsubscription back',
      delivered: "accepted by the recipient's server",
      opened: 'opened',
      open: 'opened',
      clicked: 'a link was followed',
      redirect: 'a link was followed',
      redirected: 'a link was followed',
      new: 'accepted by SendPulse',
      task_status_update: 'the state of a campaign changed',
      new_emails: 'an address joined a mailing list',
      delete: 'an address was deleted from a mailing list',
    }),
  ],
};
