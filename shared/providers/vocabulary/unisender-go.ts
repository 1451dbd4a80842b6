import { vocabulary } from '../reading/vocabulary.ts';

/** `status` of a UniSender Go event. */
export const unisenderGoStatuses = vocabulary([
  ['hard_bounced', 'bounce', true, 2999, 'refused for good'],
  ['soft_bounced', 'bounce', false, 3999, 'not delivered for a reason that may pass'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsubscribed', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['subscribed', 'resubscribe', null, null, 'the recipient took the unsubscription back'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['accepted', 'other', null, null, 'accepted by UniSender Go'],
  ['sent', 'other', null, null, 'sent'],
  ['opened', 'other', null, null, 'opened'],
  ['clicked', 'other', null, null, 'a link was followed'],
]);

/** `delivery_info.delivery_status` of a bounce: why, and whether it was tried at all. */
export const unisenderGoDeliveryStatuses = vocabulary([
  ['err_user_unknown', 'bounce', null, 2001, 'no such mailbox'],
  ['err_user_inactive', 'bounce', null, 3002, 'mailbox unused for long'],
  ['err_mailbox_discarded', 'bounce', null, 2004, 'mailbox removed'],
  ['err_mailbox_disabled', 'bounce', null, 3002, 'mailbox disabled'],
  ['err_mailbox_full', 'bounce', null, 3001, 'mailbox full'],
  ['err_no_dns', 'bounce', null, 2002, 'the domain has no mail server'],
  ['err_domain_inactive', 'bounce', null, 3005, 'the domain takes no mail any more'],
  ['err_destination_misconfigured', 'bounce', null, 4003, "the recipient's server is set up wrongly"],
  ['err_spam_rejected', 'bounce', null, 1004, 'refused as spam'],
  ['err_spam_folder', 'bounce', null, 1004, 'put into the spam folder'],
  ['err_spam_skipped', 'bounce', null, 1004, 'not tried: the server refuses such mail as spam'],
  ['err_spam_retry', 'bounce', null, 1004, 'refused as spam; tried again from another address'],
  ['err_too_large', 'bounce', null, 1004, 'too large for the recipient'],
  ['err_giveup', 'bounce', null, 4004, 'tried in vain until the end'],
  ['err_delivery_failed', 'bounce', null, null, 'not delivered; UniSender Go does not say why'],
  ['err_will_retry', 'deferral', null, 3003, 'put off; UniSender Go tries again'],
  ['err_resend', 'deferral', null, 3003, 'put off; UniSender Go tries again'],
  ['err_skip_letter', 'dropped', null, null, 'not sent, by a check of UniSender Go'],
  ['err_unsubscribed', 'dropped', null, 1999, 'not sent: the recipient has unsubscribed', 'listed'],
  ['err_blacklisted', 'dropped', null, 1999, 'not sent: the address is on a blocklist', 'listed'],
  ['err_not_allowed', 'dropped', null, 1999, 'not sent: the account may not send to it'],
  ['err_not_available', 'dropped', null, 2004, 'not sent: the address was found to be dead before'],
  ['err_unreachable', 'dropped', null, 2004, 'not sent: the address failed time after time'],
  ['err_dest_invalid', 'dropped', null, 2003, 'not sent: not a valid address'],
  ['err_src_invalid', 'dropped', null, 3004, "not sent: the sender's address is not valid"],
  ['err_lost', 'dropped', null, null, 'not sent: its parts did not fit, or UniSender Go lost it'],
  ['err_internal', 'dropped', null, null, 'not sent: a fault of UniSender Go'],
]);
