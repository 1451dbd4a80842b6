import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mailomatEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'The sending domain > Webhooks > Add webhook',
  events: ['not_accepted', 'delivered', 'failure_tmp', 'failure_perm'],
  secret: { from: 'esp', field: 'Webhook secret' },
  signature:
    'HMAC-SHA256 over id, event and timestamp, hex, in `X-MOM-Webhook-Signature`; of any age. The body is not covered.',
  references: ['https://api.mailomat.swiss/docs/#tag/webhook'],
  notes: [
    'The signature covers the id, the event and the time, and not the body: the body must name the same id and ' +
      'event, but its recipient is not signed. Keep the URL to yourself.',
    'Why a message is `not_accepted` is an open question where the event gives no reason: it counts as suppressed.',
  ],
  eventMaps: [
    describeEventMap('`eventType`', mailomatEvents, {
      failure_perm: 'rejected permanently',
      failure_tmp: 'put off; Mailomat tries again',
      not_accepted: 'not accepted for sending',
      complained: 'the recipient reported it as spam',
      unsubscribed: 'the recipient unsubscribed',
      delivered: "accepted by the recipient's server",
      accepted: 'accepted by Mailomat',
      opened: 'opened',
      clicked: 'a link was followed',
    }),
  ],
};
