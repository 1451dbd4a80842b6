import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { zeptomailEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Mail Agents > the agent > Webhooks > Add webhook',
  events: ['Soft bounce', 'Hard bounce', 'Feedback loop', 'Delivered'],
  secret: { from: 'esp', field: 'Authorization key' },
  signature:
    'HMAC-SHA256 over the event, base64, in `producer-signature`; of any age. Or a header of your own or the URL carries the secret.',
  references: ['https://www.zoho.com/zeptomail/help/webhooks.html'],
  notes: [
    'What exactly `producer-signature` covers is an open question. It is read as the base64 HMAC-SHA256 of the ' +
      'event alone: of a JSON body as it came, of a form what follows its first `=`.',
    'The time in the signature is not covered by it, so it is not checked.',
    'Where the console offers no key but headers of your own, let one carry a secret you made. The URL may carry it ' +
      'too: the console saves a URL only once its test call is answered with 200.',
    'The test request of the console is answered and stores nothing.',
  ],
  eventMaps: [
    describeEventMap('`event_name`, without white space and underscores', zeptomailEvents, {
      hardbounce: 'rejected permanently',
      softbounce: 'not delivered for a reason that may pass',
      feedbackloop: 'the recipient reported it as spam',
      unsubscribe: 'the recipient unsubscribed',
      delivered: "accepted by the recipient's server",
      open: 'opened',
      emailopen: 'opened',
      click: 'a link was followed',
      emaillinkclick: 'a link was followed',
    }),
  ],
};
