import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { smtp2goEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Sending > Webhooks > Add webhook',
  events: ['Delivered', 'Bounce', 'Reject', 'Spam', 'Unsubscribe', 'Resubscribe'],
  secret: { from: 'us', how: 'url', field: 'Webhook URL' },
  signature: 'Nothing is signed: the URL, a bearer token or a header of your own carries the secret.',
  references: ['https://developers.smtp2go.com/docs/webhooks-1'],
  notes: [
    'SMTP2GO signs nothing. The secret may also travel in a custom header, as `Authorization: Bearer <secret>`.',
    'Both output formats are read, form and JSON.',
  ],
  eventMaps: [
    describeEventMap('`event`, of a bounce with its `bounce`', smtp2goEvents, {
      bounce: 'not delivered; SMTP2GO does not say for how long',
      'bounce hard': 'rejected permanently',
      'bounce soft': 'not delivered for a reason that may pass',
      'hard-bounced': 'rejected permanently',
      'soft-bounced': 'not delivered for a reason that may pass',
      reject: 'not sent: an earlier bounce, complaint or unsubscription',
      rejected: 'not sent: an earlier bounce, complaint or unsubscription',
      spam: 'the recipient reported it as spam',
      unsubscribe: 'the recipient unsubscribed',
      unsubscribed: 'the recipient unsubscribed',
      resubscribe: 'the recipient took the unsubscription back',
      resubscribed: 'the recipient took the unsubscription back',
      delivered: "accepted by the recipient's server",
      processed: 'accepted by SMTP2GO; may come more than once',
      open: 'opened',
      click: 'a link was followed',
    }),
  ],
};
