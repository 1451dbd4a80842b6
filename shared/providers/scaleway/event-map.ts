import { eventMap } from '../parsing/event-map.ts';

/** `type` of a Scaleway Transactional Email event. */
export const scalewayEvents = eventMap({
  email_dropped: ['bounce', true, 2999],
  email_mailbox_not_found: ['bounce', true, 2001],
  email_spam: ['bounce', null, 1004],
  email_deferred: ['deferral', false, 3003],
  email_blocklisted: ['dropped', null, 2004],
  blocklist_created: ['dropped', null, 2004],
  email_delivered: ['delivered'],
  email_queued: ['other'],
  unknown_type: ['other'],
});

/** `blocklist_type`: why the address is on the blocklist. */
export const scalewayBlocklists = eventMap({
  mailbox_not_found: ['dropped', null, 2004],
  mailbox_full: ['dropped', null, 3001, 'on-esp-suppression-list'],
});
