import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { mailchimpTypes } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'Audience > the audience > Settings > Webhooks > Create New Webhook',
  events: [
    'Subscribes',
    'Unsubscribes',
    'Cleaned addresses',
    'By a subscriber',
    'By an admin',
    'Via the API',
  ],
  secret: { from: 'us', how: 'url', field: 'Callback URL' },
  signature: 'Nothing is signed: the URL carries the secret.',
  references: ['https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/'],
  notes: [
    'Mailchimp signs nothing: the secret in the URL verifies the request.',
    'Mailchimp reports a bounce once it has cleaned the address off the audience, and gives no SMTP answer.',
  ],
  eventMaps: [
    describeEventMap('`type`, with its `reason`', mailchimpTypes, {
      cleaned: 'taken off the audience for its bounces',
      'cleaned hard': 'taken off the audience for its hard bounces',
      'cleaned soft': 'taken off the audience for its soft bounces',
      'cleaned abuse': 'taken off the audience for a spam report',
      unsubscribe: 'the recipient unsubscribed, or was unsubscribed',
      'unsubscribe abuse': 'the recipient reported a campaign as spam',
      subscribe: 'the recipient subscribed',
      profile: 'a profile was changed',
      upemail: 'an address was changed',
      campaign: 'a campaign was sent',
    }),
  ],
};
