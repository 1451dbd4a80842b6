/**
 * What `ledger.config.ts` resolves to: plain JSON, checked once at synthesis, shipped beside each bundle as
 * `ledger.json`, trusted from there on. It holds no secret.
 */
import type { OwnRuleSettings } from '../failure-codes/translations.ts';
import type { PolicySettings } from '../ledger/policy-settings.ts';

export interface SourceSettings {
  /** The operator's name for one webhook; the last part of its URL. */
  readonly name: string;
  readonly provider: string;
  /** The list its events belong to; `*` is every list. */
  readonly list: string;
  /** SNS topic ARNs besides the stack's own (SES, Scaleway). */
  readonly topics: readonly string[];
  /** Requests a second before 429; burst is twice that. */
  readonly ratePerSecond: number;
  /** CIDR ranges; null allows every address. */
  readonly allow: readonly string[] | null;
}

export interface ListSettings {
  readonly name: string;
  /** A complaint does not reach a transactional list (unless the policy says so). */
  readonly transactional: boolean;
  readonly policy: PolicySettings;
}

export interface OwnCode {
  readonly code: number;
  readonly meaning: string;
  /** The cause of the policy it counts for; null never suppresses. Absent: as its group's general code. */
  readonly effect?: string | null;
}

export interface CodeSettings extends OwnRuleSettings {
  readonly own: readonly OwnCode[];
}

export interface LedgerSettings {
  readonly sources: readonly SourceSettings[];
  readonly lists: readonly ListSettings[];
  /** The policy of `*` and of every list without one of its own. */
  readonly policy: PolicySettings;
  readonly codes: CodeSettings;
  readonly addresses: { readonly stored: 'plain' | 'hashed'; readonly foldPlusTags: boolean };
  readonly archiveDays: number;
  /** Buckets that SES inbound rules store bounce mails in; the processor reads no other. */
  readonly inboundMailBuckets: readonly string[];
  readonly access: 'iam' | { readonly issuer: string; readonly audience: readonly string[] };
  /** SES configuration set whose events the stack sends to its topic, and whether to make it; null leaves SES alone. */
  readonly sesConfigurationSet: { readonly name: string; readonly create: boolean } | null;
}
