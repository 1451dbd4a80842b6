import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { socketlabsCodes, socketlabsEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Configuration > Event Webhooks (of the server, the subaccount or the account)',
  events: ['Sent', 'Failed', 'Deferred', 'Complaint', 'Unsubscribe (under Tracking)'],
  secret: { from: 'esp', field: 'Secret Key' },
  signature: 'Nothing is signed: `SecretKey` in the body carries the secret.',
  references: [
    'https://help.socketlabs.com/docs/event-webhooks-authentication-and-access',
    'https://help.socketlabs.com/docs/event-webhooks-data-attributes',
  ],
  notes: [
    'The secret key travels in the body of every event, so the URL must be https.',
    'Events come from 142.0.176.0/20, validation and test events from 52.152.150.178: an allow-list of the source may name them.',
    'A bounce may come days after the event that said it was delivered.',
    'An account-level webhook is validated by its secret key: that is the answer where the request brings no validation key.',
  ],
  eventMaps: [
    describeEventMap('`Type`, with its `FailureType` or `TrackingType`', socketlabsEvents, {
      Failed: 'not delivered',
      'Failed/Permanent': 'rejected permanently; SocketLabs now suppresses the address',
      'Failed/Temporary': 'not delivered for a reason that may pass',
      'Failed/Suppressed': "not sent: on the account's suppression list",
      Deferred: 'put off; SocketLabs tries again',
      Delivered: "accepted by the recipient's server",
      Sent: 'as Delivered, in the older documentation',
      Complaint: 'the recipient reported it as spam',
      Tracking: 'an engagement',
      'Tracking/Click': 'a link was followed',
      'Tracking/Open': 'opened',
      'Tracking/Unsubscribe': 'unsubscribed by the link in the message',
      Click: 'as Tracking/Click, of an account-level webhook',
      Open: 'as Tracking/Open, of an account-level webhook',
      Unsubscribe: 'as Tracking/Unsubscribe, of an account-level webhook',
      Queued: 'accepted by SocketLabs',
    }),
    describeEventMap('`FailureCode` of a Failed event that is no bounce', socketlabsCodes, {
      '5001': "the recipient's system answered by itself: a vacation notice, or the like",
    }),
  ],
};
