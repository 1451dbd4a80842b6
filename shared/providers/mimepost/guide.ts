import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mimepostEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Settings > Webhooks > Add webhook',
  events: ['delivered', 'bounce_soft', 'bounce_hard', 'block_soft', 'block_hard', 'spam', 'unsubscribe'],
  secret: { from: 'esp', field: 'Secret key' },
  signature: 'Nothing is signed: `x-secret-token` carries the secret.',
  references: ['https://docs.mimepost.com/webhooks/'],
  notes: [
    'MimePost signs nothing: the secret in the header verifies the request. A secret of your own in the URL does too.',
    'MimePost does not send again by itself: what is not answered with 200 waits until its support is asked.',
    'Its documents give times in a form of their own, `T2018-12-26 17:21:24Z+5:30`: local time, with its offset.',
  ],
  eventMaps: [
    describeEventMap('`event`', mimepostEvents, {
      bounce_hard: 'rejected permanently',
      bounce_soft: 'not delivered for a reason that may pass',
      block_hard: "stopped by a filter of MimePost's or the receiver's",
      block_soft: 'stopped by a filter; another message may pass',
      spam: 'the recipient reported it as spam',
      unsubscribe: 'the recipient unsubscribed',
      unsubscribed: 'the recipient unsubscribed',
      delivered: "accepted by the recipient's server",
      request: 'accepted by MimePost',
      open: 'opened',
      click: 'a link was followed',
    }),
  ],
};
