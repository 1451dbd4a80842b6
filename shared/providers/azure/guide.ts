import type { SetupGuide } from '../guide.ts';
import { describeEventMap } from '../guide.ts';
import { azureStatuses } from './event-map.ts';

export const guide: SetupGuide = {
  consolePath: 'The Communication Services resource > Events > + Event Subscription, endpoint type Web Hook',
  events: ['Email Delivery Report Received'],
  secret: { from: 'us', how: 'url', field: 'Subscriber Endpoint' },
  signature: 'Nothing is signed: the URL or a header of your own carries the secret.',
  references: [
    'https://learn.microsoft.com/azure/event-grid/communication-services-email-events',
    'https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema',
  ],
  notes: [
    'Event Grid signs nothing. The secret may also be a delivery property: a static header marked as secret.',
    'Tokens of Microsoft Entra are not checked.',
  ],
  eventMaps: [
    describeEventMap('`data.status`', azureStatuses, {
      Bounced: 'rejected permanently',
      Failed: 'not delivered; the status message says why',
      Quarantined: 'quarantined as spam, bulk mail or phishing',
      FilteredSpam: 'filtered as spam',
      Suppressed: "not sent: on Azure's suppression list",
      Delivered: "accepted by the recipient's server",
      Expanded: 'a distribution list that was expanded',
      OutForDelivery: 'on its way',
    }),
  ],
};
