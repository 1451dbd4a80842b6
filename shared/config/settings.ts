/**
 * What `ledger.config.ts` resolves to: plain JSON, checked once at synthesis, shipped beside each bundle as
 * `ledger.json`, trusted from there on. It holds no secret.
 */
import type { ApiAccess } from '../api/access.ts';
import type { CustomRuleSettings } from '../classifier/custom-rules.ts';
import type { EventKind } from '../events/event.ts';
import type { PolicyInput } from '../ledger/policy/compile-policy.ts';
import type { CodeEffect } from '../ledger/policy/settings.ts';
import type { ProviderName } from '../providers/registry.ts';
import type { ReputationSettings } from '../statistics/reputation.ts';

/** Reasons that are pushed to ESPs' lists. */
export const syncReasons = ['hard-bounce', 'complaint', 'unsubscribe', 'manual'] as const;
export type SyncReason = (typeof syncReasons)[number];

/** How an ESP's own list is kept in step. */
export interface SyncSettings {
  readonly everyMinutes: number;
  readonly takeIn: boolean;
  readonly push: readonly SyncReason[];
  readonly lift: boolean;
}

export interface SourceSettings {
  /** The operator's name for one webhook; the last part of its URL. */
  readonly name: string;
  readonly provider: ProviderName;
  /** The list its events belong to; `*` is every list. */
  readonly list: string;
  /** Lists its events may name beside `list`. */
  readonly lists: readonly string[];
  /** Lists that the ESP makes, by its name for them, and the lists they stand for. */
  readonly espLists: Readonly<Record<string, string>>;
  /** Kinds of event it may report; null allows every kind. */
  readonly kinds: readonly EventKind[] | null;
  /** Event ids are unique within a family. */
  readonly family: string;
  /** SNS topic ARNs besides the stack's own (SES, Scaleway). */
  readonly topics: readonly string[];
  /** Verified requests a second before 429; bursts may be twice that. */
  readonly ratePerSecond: number;
  /** Days before its arrival from which on an event of the webhook is evidence alone; null for any age. */
  readonly maxEventAgeDays: number | null;
  /** CIDR ranges; null allows every address. */
  readonly allow: readonly string[] | null;
  /** Null leaves the ESP's own list alone. */
  readonly sync: SyncSettings | null;
}

export interface InboundMailSettings {
  readonly domain: string;
  readonly mailbox: string;
  readonly reporters: readonly string[];
  /** Buckets that SES receipt rules store bounce mails in; the processor reads no other. */
  readonly buckets: readonly string[];
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
  /** Null ignores bounce mail. */
  readonly inboundMail: InboundMailSettings | null;
  readonly api: ApiAccess;
  /** Null watches no rate. */
  readonly reputation: ReputationSettings | null;
  /** SES configuration set whose events the stack sends to its topic, and whether to make it; null leaves SES alone. */
  readonly sesConfigurationSet: { readonly name: string; readonly create: boolean } | null;
}
