import { vocabulary } from '../reading/vocabulary.ts';

/** `event` of a message's event, `type` of a change of the rejection lists. */
export const mandrillEvents = vocabulary([
  ['hard_bounce', 'bounce', true, 2999, 'refused for good'],
  ['soft_bounce', 'bounce', false, 3999, 'given up for a reason that may pass'],
  ['deferral', 'deferral', false, 3999, 'put off; Mandrill tries again'],
  ['spam', 'complaint', null, null, 'the recipient reported it as spam'],
  ['unsub', 'unsubscribe', null, null, 'the recipient unsubscribed'],
  ['reject', 'dropped', null, 1999, 'Mandrill did not send'],
  ['delivered', 'delivered', null, null, "accepted by the recipient's server"],
  ['send', 'other', null, null, 'handed over for delivery'],
  ['open', 'other', null, null, 'opened'],
  ['click', 'other', null, null, 'a link was followed'],
  ['inbound', 'other', null, null, 'an incoming message'],
  ['blacklist', 'other', null, null, 'the rejection denylist changed'],
  ['whitelist', 'other', null, null, 'the rejection allowlist changed'],
  ['denylist', 'other', null, null, 'the rejection denylist changed'],
  ['safelist', 'other', null, null, 'the rejection allowlist changed'],
]);

/** `msg.bounce_description` of a bounce. */
export const mandrillBounces = vocabulary([
  ['bad_mailbox', 'bounce', true, 2001, 'the mailbox does not exist'],
  ['invalid_domain', 'bounce', true, 2002, 'the domain does not exist'],
  ['mailbox_full', 'bounce', false, 3001, 'the mailbox is full'],
  ['general', 'bounce', null, null, 'Mandrill could not tell why'],
  ['other', 'bounce', null, null, 'Mandrill could not tell why'],
]);

/** The reason of a rejection. */
export const mandrillRejects = vocabulary([
  ['hard-bounce', 'dropped', true, 2004, 'it bounced before'],
  ['soft-bounce', 'dropped', false, 3999, 'it soft-bounced too often', 'listed'],
  ['spam', 'dropped', null, 1999, 'it complained before', 'listed'],
  ['unsub', 'dropped', null, 1999, 'it unsubscribed before', 'listed'],
  ['custom', 'dropped', null, 1999, "on the operator's own denylist", 'listed'],
  ['rule', 'dropped', null, 1999, 'stopped by a rule of the account'],
  ['invalid', 'dropped', true, 2003, 'not an address'],
  ['invalid-sender', 'dropped', null, 3004, "the sender's address is not valid"],
  ['test-mode-limit', 'dropped', null, 9999, 'the limit of the test mode'],
  ['unsigned', 'dropped', null, 3004, "the sender's domain is not set up to sign"],
]);
