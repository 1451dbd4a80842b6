/** The operator's side of `ledger.config.ts`: what may be written there. `settings.ts` is what it resolves to. */
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';
import type { ProviderName } from '../providers/registry.ts';
import type { PolicyConfig } from './policy-changes.ts';

/** One webhook. Its name is the last part of its URL: `sendgrid-marketing`. */
export interface SourceConfig {
  readonly provider: ProviderName;
  /** The list its events belong to; `*`, every list, unless told. */
  readonly list?: string;
  /** SNS topic ARNs to trust besides the stack's own: SES in another account or Region, Scaleway. */
  readonly topics?: readonly string[];
  /** Requests a second, 1 to 10,000; 50 unless told. Bursts may be twice that. Above it the answer is 429. */
  readonly ratePerSecond?: number;
  /** CIDR ranges that may call, for an ESP that signs nothing: `198.51.100.0/24`. Every address unless told. */
  readonly allow?: readonly string[];
}

/** One list ("scope"): an address can be suppressed for it alone. */
export interface ListConfig {
  /** Receipts, password resets: a complaint about other mail does not stop these. */
  readonly transactional?: boolean;
  /** What differs from the ledger's policy on this list. */
  readonly policy?: PolicyConfig;
}

/** A custom failure code. */
export interface CustomCodeConfig {
  /** Four digits, the first of them the group. For a shipped code, meaning and effect replace the shipped ones. */
  readonly code: number;
  readonly meaning: string;
  /** The cause of the policy it counts for; null never suppresses. Absent: as its group's general code. */
  readonly effect?: SuppressionReason | null;
}

export interface CodesConfig {
  /**
   * Folder of the custom rules: `*.yaml`, `response_translations.list`, `textbody_translations.list`.
   * @default 'codes', where that folder exists
   */
  readonly folder?: string;
  /**
   * `precede`: custom rules decide before the shipped ones. `replace`: custom rules alone.
   * @default 'precede'
   */
  readonly mode?: 'precede' | 'replace';
  readonly custom?: readonly CustomCodeConfig[];
  /** Other words for shipped codes: `{ 2001: 'No such person' }`. */
  readonly rename?: Readonly<Record<number, string>>;
}

export interface LedgerConfig {
  /** The webhooks, by name. A provider's name alone is short for `{ provider }`. */
  readonly sources: Readonly<Record<string, ProviderName | SourceConfig>>;
  readonly lists?: Readonly<Record<string, ListConfig>>;
  readonly policy?: PolicyConfig;
  readonly codes?: CodesConfig;
  readonly addresses?: {
    /** `hashed` keeps keyed hashes instead of addresses: nothing in the table can be read back. */
    readonly stored?: 'plain' | 'hashed';
    /** `ann+news@example.com` counts as `ann@example.com`. */
    readonly foldPlusTags?: boolean;
  };
  /** Who may ask: SigV4-signed callers of the account, or the holders of an issuer's tokens. `iam` unless told. */
  readonly access?:
    | 'iam'
    | { readonly jwt: { readonly issuer: string; readonly audience: readonly string[] } };
  /** Days that raw events are kept for a replay, 14 to 3,650; 90 unless told. */
  readonly archiveDays?: number;
  /** S3 buckets that SES receipt rules store bounce mails in; the processor may read these. */
  readonly inboundMailBuckets?: readonly string[];
  /** SES configuration set whose events the stack sends to its topic; `create` makes the set as well. */
  readonly sesConfigurationSet?: string | { readonly name: string; readonly create: boolean };
}

/** Names the type of the configuration, so that an editor completes and checks it. */
export function defineLedger(config: LedgerConfig): LedgerConfig {
  return config;
}
