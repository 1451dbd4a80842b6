/**
 * The ladder of strengths. Where several rules match a reply, the strongest decides; of equals, the first in the
 * order of the files. A reply that speaks of the sender or the message must never pass for one about the address,
 * so statements about the sender stand above statements about the recipient, and both above vague words.
 */

/** A receiver's own code or its published wording. */
export const RECEIVER = 90;
/** Names the sender outright: `sender address rejected`, `SPF check failed`, `listed at zen.spamhaus.org`. */
export const SENDER = 80;
/** Names a condition of the message or the mailbox outright: `virus detected`, `over quota`. */
export const PLAIN = 70;
/** Names the recipient as unknown: `user unknown`. */
export const UNKNOWN_RECIPIENT = 60;
/** Names a condition in words that other replies use in passing. */
export const LIKELY = 50;
/** Below this line a reply says so little that a specific enhanced status code knows more. */
export const VAGUE = 30;
/** Boilerplate of the RFC that many causes share: `mailbox unavailable`, `service unavailable`. */
export const BOILERPLATE = 20;
/** One word in passing: `spam`, `denied`. */
export const HINT = 10;
