import type { Basis, FailureEvidence } from '../events/event.ts';
import type { FailureCode, FailureGroup } from '../failure-codes/scheme.ts';

/** Input of `classify`: a report's evidence, and who reports it. */
export interface ClassifyInput extends FailureEvidence {
  /** The bare reply, where it is known apart from the diagnostic. */
  readonly reply?: string;
  /** The ESP that reports, when one does: some rules are for one ESP. */
  readonly provider?: string;
  /** What the ESP states of permanence. */
  readonly permanent?: boolean | null;
}

/** Output of `classify`. */
export interface Classification {
  readonly code: FailureCode;
  readonly group: FailureGroup;
  /** The id of the rule that decided: `mailbox-full/over-quota`, `status/5.1.1`. */
  readonly rule: string;
  readonly basis: Basis;
  /** The code of the ESP's class or the ESP's stated code, where it disagrees with the text. */
  readonly conflict?: { readonly code: FailureCode; readonly rule: string };
}

/** Output of `explain`. */
export interface Explanation extends Classification {
  /** The reply as the rules match it: without preamble, its lines joined. */
  readonly reply: string;
  readonly replyCode: string;
  readonly status: string;
  readonly command: string;
  /** Every rule that matched, the deciding one first, with the parts of the reply that it matched. */
  readonly matched: ReadonlyArray<{
    readonly rule: string;
    readonly code: FailureCode;
    readonly basis: Basis;
    readonly spans: ReadonlyArray<{ readonly start: number; readonly end: number }>;
  }>;
}

/** Classifies failures. Made once a process; pure, and never throws, whatever the text. */
export interface Classifier {
  classify(input: ClassifyInput): Classification;
  explain(input: ClassifyInput): Explanation;
}
