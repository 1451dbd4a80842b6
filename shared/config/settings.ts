/**
 * What `ledger.config.ts` resolves to: plain JSON, checked once at synthesis, shipped beside each bundle as
 * `ledger.json`, trusted from there on. It holds no secret.
 */
import type { CustomRuleSettings } from '../classifier/custom-rules.ts';
import type { PolicyInput } from '../ledger/policy/compile-policy.ts';
import type { CodeEffect } from '../ledger/policy/settings.ts';
import type { ProviderName } from '../providers/registry.ts';

export interface SourceSettings {
  /** The operator's name for one webhook; the last part of its URL. */
  readonly name: string;
  readonly provider: ProviderName;
  /** The list its events belong to; `*` is every list. */
  readonly list: string;
  /** SNS topic ARNs besides the stack's own (SES, Scaleway). */
  readonly topics: readonly string[];
  /** Requests a second before 429; burst is twice that. */
  readonly ratePerSecond: number;
  /** CIDR ranges; null allows every address. */
  readonly allow: readonly string[] | null;
}

export interface CustomCode extends CodeEffect {
  readonly meaning: string;
}

export interface CodeSettings extends CustomRuleSettings {
  readonly custom: readonly CustomCode[];
}

export interface LedgerSettings extends PolicyInput {
  readonly sources: readonly SourceSettings[];
  readonly codes: CodeSettings;
  readonly addresses: { readonly stored: 'plain' | 'hashed'; readonly foldPlusTags: boolean };
  readonly archiveDays: number;
  /** Buckets that SES inbound rules store bounce mails in; the processor reads no other. */
  readonly inboundMailBuckets: readonly string[];
  readonly access: 'iam' | { readonly issuer: string; readonly audience: readonly string[] };
  /** SES configuration set whose events the stack sends to its topic, and whether to make it; null leaves SES alone. */
  readonly sesConfigurationSet: { readonly name: string; readonly create: boolean } | null;
}
