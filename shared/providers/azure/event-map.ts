import { eventMap } from '../parsing/event-map.ts';

/** `data.status` of an Azure Communication Services delivery report. */
export const azureStatuses = eventMap({
  Bounced: ['bounce', true, 2001],
  Failed: ['bounce'],
  Quarantined: ['bounce', null, 1004],
  FilteredSpam: ['bounce', null, 1004],
  Suppressed: ['dropped', true, 2004],
  Delivered: ['delivered'],
  Expanded: ['other'],
  OutForDelivery: ['other'],
});
