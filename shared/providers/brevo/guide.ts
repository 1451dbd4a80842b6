import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { brevoEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath:
    'Transactional > Settings > Webhook > Add a new webhook; for campaigns: Campaigns > Settings > Webhooks',
  events: [
    'Delivered',
    'Deferred',
    'Soft bounced',
    'Hard bounced',
    'Complaint',
    'Blocked',
    'Invalid email',
    'Error',
    'Unsubscribed',
  ],
  secret: { from: 'us', how: 'basic', field: 'Authentication method: basic (or a bearer token)' },
  signature:
    'Nothing is signed: basic authentication, a bearer token, a header of your own or the URL carries the secret.',
  references: [
    'https://developers.brevo.com/docs/transactional-webhooks',
    'https://developers.brevo.com/docs/marketing-webhooks',
    'https://developers.brevo.com/docs/username-and-password-authentication',
  ],
  notes: [
    'Brevo publishes the addresses that its webhooks come from: an allow-list of the source may name them.',
    'Only `ts_epoch` is in UTC. The other times are in the zone of the account, and count where it is missing.',
  ],
  eventMaps: [
    describeEventMap('`event`', brevoEvents, {
      hard_bounce: 'rejected permanently',
      soft_bounce: 'not delivered for a reason that may pass',
      blocked: 'Brevo did not send: the contact is blocked',
      invalid_email: 'not an address',
      invalid: 'not an address',
      deferred: 'put off; Brevo tries again',
      spam: 'the recipient reported it as spam',
      complaint: 'the recipient reported it as spam',
      unsubscribe: 'the recipient unsubscribed',
      unsubscribed: 'the recipient unsubscribed',
      error: 'a fault at Brevo; the message was not sent',
      delivered: "accepted by the recipient's server",
      request: 'accepted by Brevo',
      sent: 'accepted by Brevo',
      opened: 'opened',
      unique_opened: 'opened for the first time',
      proxy_open: "opened by the receiver's proxy",
      unique_proxy_open: "opened by the receiver's proxy for the first time",
      click: 'a link was followed',
      list_addition: 'a contact was added to a list',
    }),
  ],
};
