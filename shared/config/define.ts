/** The operator's side of `ledger.config.ts`: what may be written there. `settings.ts` is what it resolves to. */
import type { JwtAccess } from '../api/access.ts';
import type { EventKind } from '../events/event.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';
import type { ProviderName } from '../providers/registry.ts';
import type { PolicyConfig } from './policy-config.ts';
import type { SyncReason } from './settings.ts';

/** How a source's ESP's own suppression list is kept in step with the ledger. */
export interface SyncConfig {
  /** How often the ESP's list is read: whole minutes, hours or days, from 15 minutes to 30 days: `'1 day'`. */
  readonly every: string;
  /** Takes in what is only on the ESP's list, as evidence. @default true */
  readonly takeIn?: boolean;
  /**
   * Adds to the ESP's list what the ledger suppresses from then on, within a minute, where the ESP can hold it as what it
   * is. @default none
   */
  readonly push?: readonly SyncReason[];
  /**
   * Removes from the ESP's list what an operator has released since, within a minute; complaints only with the proof
   * that the release carries. @default false
   */
  readonly lift?: boolean;
}

/** One webhook, and what it may report: events beyond that are archived and counted, and change nothing. */
export interface SourceConfig {
  readonly provider: ProviderName;
  /**
   * The list its events belong to; `*` is every list.
   * @default '*'
   */
  readonly list?: string;
  /**
   * Lists its events may name beside `list`. A source of `*` may name every list.
   * @default none
   */
  readonly lists?: readonly string[];
  /**
   * Lists that the ESP makes (SendGrid's groups, SES's topics), by the ESP's name, and the lists they stand for:
   * `{ 'group-7': 'newsletter' }`.
   * @default a list of the source's own: `<source>/group-7`
   */
  readonly espLists?: Readonly<Record<string, string>>;
  /**
   * Kinds of event it may report: `['bounce', 'deferral', 'delivered']`.
   * @default every kind
   */
  readonly kinds?: readonly EventKind[];
  /**
   * Sources of one family report the same events under the same ids, and each event counts once: SES by SNS and by
   * EventBridge.
   * @default the source's own name
   */
  readonly family?: string;
  /** SNS topic ARNs to trust besides the stack's own: SES in another account or Region, Scaleway. */
  readonly topics?: readonly string[];
  /**
   * Verified requests a second, 1 to 10,000. Bursts may be twice that; above it the response is 429.
   * @default 50
   */
  readonly ratePerSecond?: number;
  /**
   * Days before its arrival from which on an event is kept as evidence and changes nothing: no ESP tries for so long, and
   * who imports uses `bounce-ledger import`. Null takes events of any age.
   * @default for how long the ESP tries to deliver an event, and 14 days
   */
  readonly maxEventAgeDays?: number | null;
  /**
   * CIDR ranges that may call: `198.51.100.0/24`. Checked before anything else, also where the ESP signs.
   * @default every address
   */
  readonly allow?: readonly string[];
  /**
   * Keeps the ESP's own suppression list in step; needs the ESP's API key (`sources connect`).
   * @default off: `bounce-ledger sync` compares and applies by hand
   * @example
   * sync: { every: '1 day', takeIn: true, push: ['hard-bounce', 'complaint'], lift: true }
   */
  readonly sync?: SyncConfig;
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

/** Where bounce mail arrives, and whose reports are believed. */
export interface InboundMailConfig {
  /** The domain of the signed return paths: `bounces.shop.example`. */
  readonly domain: string;
  /**
   * The mailbox in front of the plus sign: `bounces+...@bounces.shop.example`.
   * @default 'bounces'
   */
  readonly mailbox?: string;
  /**
   * Domains whose feedback reports (RFC 5965) count as complaints, where SES found that DMARC passes for the domain, or
   * DKIM signed by it: `['feedbackloop.example']`.
   * @default none
   */
  readonly reporters?: readonly string[];
  /**
   * S3 buckets that SES receipt rules store bounce mails in; the processor may read these.
   * @default none: the mail is in the notification
   */
  readonly buckets?: readonly string[];
}

/**
 * Bounce and complaint rates of the last 24 hours, of each source and of each family of receivers (`gmail`, `yahoo`),
 * above which there is an alarm.
 */
export interface ReputationConfig {
  /**
   * Permanent bounces over deliveries and bounces, percent, at most three thresholds.
   * @default [5, 10]
   */
  readonly bouncePercent?: readonly number[];
  /**
   * Complaints over deliveries, percent, at most three thresholds.
   * @default [0.1, 0.3, 0.5]
   */
  readonly complaintPercent?: readonly number[];
  /**
   * A rate of fewer messages is left alone: one complaint in 500 messages is no trend.
   * @default 1000
   */
  readonly minMessages?: number;
}

export interface LedgerConfig {
  /** The webhooks, by name. A provider's name alone is short for `{ provider }`. */
  readonly sources: Readonly<Record<string, ProviderName | SourceConfig>>;
  /** What one list has otherwise than the others, by its name. */
  readonly lists?: Readonly<Record<string, ListConfig>>;
  /** Changes of the default policy. */
  readonly policy?: PolicyConfig;
  /** The operator's own failure codes, and rules for them. */
  readonly codes?: CodesConfig;
  /**
   * How addresses are kept and told apart. `stored: 'hashed'` keeps keyed hashes, which cannot be read back.
   * With `foldPlusTags` an address with a tag and one without are the same: a bounce of either suppresses both.
   * @default addresses as they are, each tag an address of its own
   */
  readonly addresses?: {
    /** `hashed` keeps keyed hashes instead of addresses: nothing in the table can be read back. */
    readonly stored?: 'plain' | 'hashed';
    /** `ann+news@example.com` counts as `ann@example.com`: a bounce of either suppresses both. */
    readonly foldPlusTags?: boolean;
  };
  /**
   * Who may call the API: principals of the account that sign with SigV4, or callers with tokens of an issuer.
   * A level that has no scope is open to no caller.
   * @default 'iam'
   * @example
   * api: { jwt: { issuer: 'https://login.example.com/', audience: ['ledger'], scopes: { read: 'ledger:read' } } }
   */
  readonly api?: 'iam' | { readonly jwt: JwtAccess };
  /** Days that raw events are kept for a replay, 14 to 3,650. @default 90 */
  readonly archiveDays?: number;
  /**
   * Bounce mail that SES receives and publishes to the stack's topic. Only a bounce to a signed return path, or a
   * feedback report of a configured reporter, counts; all else is evidence that suppresses nobody.
   * @default off: such mail is archived and counted, and changes nothing
   */
  readonly inboundMail?: InboundMailConfig;
  /**
   * Thresholds of bounce and complaint rates; `false` watches none.
   * @default bounces 5 and 10 %, complaints 0.1, 0.3 and 0.5 %, from 1,000 messages a day on
   */
  readonly reputation?: false | ReputationConfig;
  /** SES configuration set whose events the stack sends to its topic; `create` makes the set as well. */
  readonly sesConfigurationSet?: string | { readonly name: string; readonly create: boolean };
}

/** Names the type of the configuration, so that an editor completes and checks it. */
export function defineLedger(config: LedgerConfig): LedgerConfig {
  return config;
}
