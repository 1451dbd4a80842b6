import { eventMap } from '../parsing/event-map.ts';

/** `kind`: the ledger's own kinds of event. */
export const genericKinds = eventMap({
  bounce: ['bounce'],
  deferral: ['deferral', false],
  dropped: ['dropped'],
  'auto-reply': ['auto-reply', null, 5001],
  complaint: ['complaint'],
  unsubscribe: ['unsubscribe'],
  resubscribe: ['resubscribe'],
  delivered: ['delivered'],
  other: ['other'],
});
