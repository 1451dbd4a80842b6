/**
 * The shape of the rules' data. A rule is an ordered claim: when one of its phrases is in the reply, and its guard
 * holds, the reply means its code. Phrases are written as people read them; both sides are folded alike
 * (see fold.ts), so case, accents, punctuation, addresses and IP addresses do not matter.
 */
import type { ShippedCode } from '../failure-codes/scheme.ts';
import type { SmtpCommand } from '../smtp/reporting-hosts.ts';

/** The codes a rule may give: the shipped scheme. */
export type RuleCode = ShippedCode;

/** Every condition that is given must hold. */
export interface Guard {
  /** Beginnings of the enhanced status code: `5.1`, `4.2.2`; `.1.1` stands for both 4.1.1 and 5.1.1. */
  readonly status?: readonly string[];
  /** Beginnings of the reply code: `4`, `55`, `550`. */
  readonly replyCode?: readonly string[];
  readonly command?: readonly SmtpCommand[];
  /** The ESP that reports. */
  readonly provider?: readonly string[];
}

/**
 * A phrase and where it was seen: receiver, MTA or document.
 *
 * - `user unknown`: these words in this order, with nothing but punctuation, addresses and IP addresses between.
 * - `blacklist*`, `*spamhaus*`: the word may go on, or begin earlier.
 * - `{recipient}`: any word of that family (rules/words.ts).
 * - `a .. b`: b within 30 letters after a. `a ... b`: within 90.
 * - `a + b`: both, anywhere.
 */
export type Phrase = readonly [phrase: string, seen: string];

export interface Rule {
  /** Unique within its file; `file/name` is what a classification is explained by. */
  readonly name: string;
  readonly code: RuleCode;
  /** 1 to 99, the strongest decides; see the ladder in rules/strength.ts. */
  readonly strength: number;
  readonly guard?: Guard;
  readonly phrases: readonly Phrase[];
}

export interface RuleFile {
  readonly file: string;
  readonly rules: readonly Rule[];
}
