/** What the client reports to `onDecision`. */
import type { UnavailablePolicy } from './answer.ts';
import type { LedgerFailure } from './failure.ts';
import type { Withheld } from './recipients/withheld.ts';

/** The ledger could not be asked about recipients, and the declared policy decided about them. */
export interface UnavailableDecision {
  readonly type: 'unavailable';
  readonly policy: UnavailablePolicy;
  /** Recipients as asked, in order. */
  readonly recipients: readonly string[];
  /** Of the first of them. */
  readonly failure: LedgerFailure;
  /** Whether mail goes out whatever the policy says. */
  readonly dryRun: boolean;
}

/** Recipients that a message is not sent to, or in a dry run: would not be. */
export interface WithheldDecision {
  readonly type: 'withheld';
  readonly withheld: readonly Withheld[];
  readonly dryRun: boolean;
}

export type Decision = UnavailableDecision | WithheldDecision;
