import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mailersendEvents } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Email > Domains > the domain > Webhooks > Create webhook',
  events: [
    'activity.delivered',
    'activity.soft_bounced',
    'activity.hard_bounced',
    'activity.deferred',
    'activity.unsubscribed',
    'activity.spam_complaint',
  ],
  secret: { from: 'esp', field: 'Signing secret' },
  signature: 'HMAC-SHA256 over the body, hex, in `Signature`.',
  references: ['https://developers.mailersend.com/api/v1/webhooks.html'],
  notes: [
    'The test that MailerSend posts while a webhook is made is signed with a secret that its documentation publishes: it is valid for that test and for nothing else.',
    'Both versions of the webhooks are parsed: version 1 gives the reply in `data.morph`, version 2 in `data.meta`.',
    'MailerSend puts an address on its on-hold list after repeated soft bounces; no webhook tells of that, and the soft bounces themselves count here.',
  ],
  eventMaps: [
    describeEventMap('`type`, without `activity.`', mailersendEvents, {
      hard_bounced: 'rejected permanently',
      soft_bounced: 'not delivered for a reason that may pass',
      deferred: 'put off; MailerSend tries again',
      suppressed: 'not sent: on the suppression list',
      spam_complaint: 'the recipient reported it as spam',
      spam_complaints: 'as spam_complaint, in the list of activities',
      unsubscribed: 'the recipient unsubscribed',
      delivered: "accepted by the recipient's server",
      sent: "handed to MailerSend's servers",
      opened: 'opened',
      opened_unique: 'opened for the first time',
      clicked: 'a link was followed',
      clicked_unique: 'a link was followed for the first time',
    }),
  ],
};
