import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { iterableEvents, iterableStates } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Integrations > System Webhooks > Create webhook',
  events: ['Email Bounce', 'Email Complaint', 'Email Subscribe', 'Email Unsubscribe'],
  secret: { from: 'us', how: 'basic', field: 'Authentication: Basic' },
  signature: 'Nothing is signed: basic authentication, a header of your own or the URL carries the secret.',
  references: ['https://support.iterable.com/hc/en-us/articles/208013936-System-Webhooks'],
  notes: [
    'Iterable signs nothing. With OAuth 2 the bearer token is the secret of the source.',
    'An opt-out or an opt-in counts on the lists `channel-<id>`, `message-type-<id>` and `list-<id>` that it names; one that names none counts on the list of the source.',
    'Iterable sends no event for a delivered message, so a soft hold ends by its own time only.',
  ],
  eventMaps: [
    describeEventMap('`eventName`', iterableEvents, {
      emailBounce: 'not delivered; `recipientState` says for how long',
      emailComplaint: 'the recipient reported it as spam',
      emailUnSubscribe: 'the recipient unsubscribed',
      emailSubscribe: 'the recipient subscribed',
      emailSend: 'sent',
      emailSendSkip: 'not sent, by a rule of the campaign',
      hostedUnsubscribeClick: 'the link to unsubscribe was followed, no more',
      emailOpen: 'opened',
      emailClick: 'a link was followed',
    }),
    describeEventMap('`dataFields.recipientState` of a bounce', iterableStates, {
      HardBounce: 'rejected permanently',
      SoftBounce: 'not delivered for a reason that may pass',
    }),
  ],
};
