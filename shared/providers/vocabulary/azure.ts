import { vocabulary } from '../reading/vocabulary.ts';

/** `data.status` of an Azure Communication Services delivery report. */
export const azureStatuses = vocabulary([
  ['Bounced', 'bounce', true, 2001, 'refused for good'],
  ['Failed', 'bounce', null, null, 'not delivered; the status message says why'],
  ['Quarantined', 'bounce', null, 1004, 'quarantined as spam, bulk mail or phishing'],
  ['FilteredSpam', 'bounce', null, 1004, 'filtered as spam'],
  ['Suppressed', 'dropped', true, 2004, "not sent: on Azure's suppression list"],
  ['Delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['Expanded', 'other', null, null, 'a distribution list that was expanded'],
  ['OutForDelivery', 'other', null, null, 'on its way'],
]);
