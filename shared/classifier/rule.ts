/**
 * The shape of a rule. A rule claims: where one of its phrases is in the reply, and its conditions hold, the reply means
 * its code. Phrases are written as people read them; both sides are normalized alike (see normalize.ts), so case,
 * accents, punctuation, addresses and IP addresses do not matter. The rules are YAML files in `rules/`.
 */
import type { SmtpCommand } from '../smtp/reporting-hosts.ts';

/**
 * How much a rule's words say, highest precedence first. Where several rules match, that of the highest tier decides;
 * within a tier, the first in `rules/precedence.yaml`.
 *
 * - `receiver`: a receiver's own code or its published wording.
 * - `sender`: names the sender, or a machine's answer, outright: `sender address rejected`, `SPF check failed`,
 *   `listed at zen.spamhaus.org`, `out of office`. A reply about the sender must never pass for one about the address.
 * - `cause`: names a condition of the message, the mailbox or the connection outright: `over quota`.
 * - `recipient`: names the recipient as unknown: `user unknown`.
 * - `likely`: names a condition in words that other replies use in passing.
 * - `weak`: less than that, but more than a status code knows.
 * - `vague`: wording that many causes share: `mailbox unavailable`. A specific status code decides before it.
 * - `hint`: one word in passing: `spam`, `denied`.
 */
export const tiers = ['receiver', 'sender', 'cause', 'recipient', 'likely', 'weak', 'vague', 'hint'] as const;
export type Tier = (typeof tiers)[number];

/** Whether a rule of the tier names a cause so plainly that it decides from the text around a reply, too. */
export function isOutright(tier: Tier): boolean {
  return tier === 'receiver' || tier === 'sender' || tier === 'cause';
}

/** Whether a rule of the tier says so little that a specific enhanced status code decides before it. */
export function isVague(tier: Tier): boolean {
  return tier === 'vague' || tier === 'hint';
}

/** Conditions beside the phrases. Every one that is given must hold. */
export interface Conditions {
  /** Beginnings of the enhanced status code: `5.1`, `4.2.2`; `.1.1` stands for both 4.1.1 and 5.1.1. */
  readonly status?: readonly string[];
  /** Beginnings of the reply code: `4`, `55`, `550`. */
  readonly replyCode?: readonly string[];
  /** The SMTP command that the reply answered. */
  readonly command?: readonly SmtpCommand[];
  /** The ESP that reports. */
  readonly provider?: readonly string[];
}

export interface Rule {
  /** `mailbox-full/over-quota`: the file and the rule's own id in it. A classification names it. */
  readonly id: string;
  /** A shipped or custom failure code. */
  readonly code: number;
  readonly tier: Tier;
  readonly when: Conditions | null;
  /**
   * - `user unknown`: these words in this order, with nothing but punctuation, addresses and IP addresses between.
   * - `blacklist*`, `*spamhaus*`: the word may go on, or begin earlier.
   * - `{recipient}`: any word of that family.
   * - `a .. b`: b at most 30 letters after a. `a ... b`: at most 90.
   * - `a + b`: both, anywhere.
   */
  readonly phrases: readonly string[];
}

/** Words that stand for each other in phrases, by family: `{recipient}` is any of its words. */
export type WordFamilies = Readonly<Record<string, readonly string[]>>;

/** All that the compiler takes. */
export interface RuleSet {
  /** In the order in which they decide. */
  readonly rules: readonly Rule[];
  readonly words: WordFamilies;
}
