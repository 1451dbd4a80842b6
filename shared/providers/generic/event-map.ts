import { eventMap } from '../parsing/event-map.ts';

/** `kind`: the ledger's own kinds of event. */
export const genericKinds = eventMap({
  bounce: ['bounce', null, null],
  deferral: ['deferral', false, null],
  dropped: ['dropped', null, null],
  'auto-reply': ['auto-reply', null, 5001],
  complaint: ['complaint', null, null],
  unsubscribe: ['unsubscribe', null, null],
  resubscribe: ['resubscribe', null, null],
  delivered: ['delivered', null, null],
  other: ['other', null, null],
});
