import { eventMap } from '../parsing/event-map.ts';

/** `status` of a UniSender Go event. */
export const unisenderGoStatuses = eventMap({
  hard_bounced: ['bounce', true, 2999],
  soft_bounced: ['bounce', false, 3999],
  spam: ['complaint'],
  unsubscribed: ['unsubscribe'],
  subscribed: ['resubscribe'],
  delivered: ['delivered'],
  accepted: ['other'],
  sent: ['other'],
  opened: ['other'],
  clicked: ['other'],
});

/** `delivery_info.delivery_status` of a bounce: why, and whether it was tried at all. */
export const unisenderGoDeliveryStatuses = eventMap({
  err_user_unknown: ['bounce', null, 2001],
  err_user_inactive: ['bounce', null, 3002],
  err_mailbox_discarded: ['bounce', null, 2004],
  err_mailbox_disabled: ['bounce', null, 3002],
  err_mailbox_full: ['bounce', null, 3001],
  err_no_dns: ['bounce', null, 2002],
  err_domain_inactive: ['bounce', null, 3005],
  err_destination_misconfigured: ['bounce', null, 4003],
  err_spam_rejected: ['bounce', null, 1004],
  err_spam_folder: ['bounce', null, 1004],
  err_spam_skipped: ['bounce', null, 1004],
  err_spam_retry: ['bounce', null, 1004],
  err_too_large: ['bounce', null, 1004],
  err_giveup: ['bounce', null, 4004],
  err_delivery_failed: ['bounce'],
  err_will_retry: ['deferral', null, 3003],
  err_resend: ['deferral', null, 3003],
  err_skip_letter: ['dropped'],
  err_unsubscribed: ['dropped', null, 1999, 'on-esp-suppression-list'],
  err_blacklisted: ['dropped', null, 1999, 'on-esp-suppression-list'],
  err_not_allowed: ['dropped', null, 1999],
  err_not_available: ['dropped', null, 2004],
  err_unreachable: ['dropped', null, 2004],
  err_dest_invalid: ['dropped', null, 2003],
  err_src_invalid: ['dropped', null, 3004],
  err_lost: ['dropped'],
  err_internal: ['dropped'],
});
