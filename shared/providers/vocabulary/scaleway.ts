import { vocabulary } from '../reading/vocabulary.ts';

/** `type` of a Scaleway Transactional Email event. */
export const scalewayEvents = vocabulary([
  ['email_dropped', 'bounce', true, 2999, "refused for good by the recipient's server"],
  ['email_mailbox_not_found', 'bounce', true, 2001, 'no such mailbox'],
  ['email_spam', 'bounce', null, 1004, "called spam by the recipient's server; nobody complained"],
  ['email_deferred', 'deferral', false, 3003, 'put off; Scaleway tries again'],
  ['email_blocklisted', 'dropped', null, 2004, "not sent: on Scaleway's blocklist"],
  ['blocklist_created', 'dropped', null, 2004, "put on Scaleway's blocklist"],
  ['email_delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['email_queued', 'other', null, null, 'accepted by Scaleway'],
  ['unknown_type', 'other', null, null, 'of no stated type'],
]);

/** `blocklist_type`: why the address is on the blocklist. */
export const scalewayBlocklists = vocabulary([
  ['mailbox_not_found', 'dropped', null, 2004, 'no such mailbox, seen before'],
  ['mailbox_full', 'dropped', null, 3001, 'mailbox full, seen before', 'listed'],
]);
