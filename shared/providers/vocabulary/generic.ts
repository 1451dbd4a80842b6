import { vocabulary } from '../reading/vocabulary.ts';

/** `kind`: the ledger's own kinds of event. */
export const genericKinds = vocabulary([
  ['bounce', 'bounce', null, null, 'not delivered, and not tried again'],
  ['deferral', 'deferral', false, null, 'put off; the sender tries again'],
  ['dropped', 'dropped', null, null, 'the sender did not send: its own list, its own check'],
  ['auto-reply', 'auto-reply', null, 5001, 'an automatic reply'],
  ['complaint', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribe', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['resubscribe', 'resubscribe', null, null, 'the recipient opted in again'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['other', 'other', null, null, 'acknowledged, never stored'],
]);
