import type { Basis, FailureEvidence } from '../events/event.ts';
import type { FailureCode, FailureGroup } from '../failure-codes/scheme.ts';

/** What the classifier is asked: a report's evidence, and who reports it. */
export interface Question extends FailureEvidence {
  /** The bare reply, where it is known apart from the diagnostic. */
  readonly reply?: string;
  /** The ESP that reports, when one does: some rules are its own. */
  readonly provider?: string;
  /** What the ESP says of permanence; it only breaks ties that the text leaves open. */
  readonly permanent?: boolean | null;
}

/** The classifier's answer. */
export interface Classification {
  readonly code: FailureCode;
  readonly group: FailureGroup;
  /** Names the rule that decided, as in the rules' data. */
  readonly rule: string;
  readonly basis: Basis;
  /** What the ESP's own class or stated code would have been, where it disagrees with the text. */
  readonly conflict?: { readonly code: FailureCode; readonly rule: string };
}

export interface Explanation extends Classification {
  /** The reply as the classifier saw it: preamble stripped, lines joined. */
  readonly reply: string;
  readonly replyCode: string;
  readonly status: string;
  readonly command: string;
  /** Every rule that matched, the deciding one first, with the parts of the reply it matched. */
  readonly matched: ReadonlyArray<{
    readonly rule: string;
    readonly code: FailureCode;
    readonly basis: Basis;
    readonly spans: ReadonlyArray<{ readonly start: number; readonly end: number }>;
  }>;
}

/** Pure and reusable: made once a process, asked once a failure. Never throws, whatever the text. */
export interface Classifier {
  classify(question: Question): Classification;
  explain(question: Question): Explanation;
}
