import type { Cause, GuardThreshold, SourceGuardThreshold, Threshold } from '../ledger/policy/settings.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';

/** What differs in one cause. A threshold may be changed in part; lists are replaced whole. */
export type CauseChange = Partial<Omit<Cause, 'suppressionReason' | 'threshold' | 'escalation'>> & {
  readonly threshold?: Partial<Threshold>;
  /** Null: one tier, whatever comes. */
  readonly escalation?: Cause['escalation'] | null;
};

export interface PolicyConfig {
  /** By reason: `{ 'mailbox-full': { threshold: { count: 5 } } }`. Null: that reason never suppresses. */
  readonly causes?: { readonly [reason in SuppressionReason]?: CauseChange | null };
  /** When a domain's storm holds verdicts back. Null: never. */
  readonly storm?: Partial<GuardThreshold> | null;
  /** When suppressions of a source beyond its usual number are held back. Null: never. */
  readonly sourceGuard?: Partial<SourceGuardThreshold> | null;
}
