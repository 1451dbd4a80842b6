import type { LedgerAddress } from '../address/address.ts';
import type { EventKind, LedgerEvent } from '../events/event.ts';
import type { FailureCode, FailureGroup } from '../failure-codes/scheme.ts';

/** Why an address is suppressed: the causes of the policy, strongest first. */
export const reasons = [
  'complaint',
  'manual',
  'unsubscribe',
  'address-unknown',
  'address-invalid',
  'permanent-failure',
  'inactive',
  'esp-suppression',
  'mailbox-full',
  'domain-trouble',
  'repeated-failure',
] as const;
export type Reason = (typeof reasons)[number];

/** Every list. */
export const EVERY_LIST = '*';

/** The verdict of one list. Times are seconds since 1970; `until` null has no end. */
export interface ListVerdict {
  readonly list: string;
  readonly reason: Reason;
  readonly code: FailureCode;
  readonly rule: string;
  readonly since: number;
  readonly until: number | null;
  /** A complaint that stands on every list but the transactional ones. */
  readonly exceptTransactional?: boolean;
}

/** One event as the record still knows it. */
export interface EvidenceItem {
  readonly id: string;
  readonly kind: EventKind | 'suppress' | 'release';
  readonly permanent: boolean | null;
  readonly code: FailureCode;
  readonly rule: string;
  readonly at: number;
  readonly source: string;
  readonly list: string;
  readonly actor?: string;
  readonly reason?: string;
}

/** The answer about one address. `list` is the list it stands on; `lists` is every verdict it has now. */
export interface Answer {
  readonly address: LedgerAddress;
  readonly suppressed: boolean;
  /** Set while a domain's storm holds a permanent verdict back: not suppressed yet, and until when. */
  readonly pendingUntil?: number;
  readonly reason: Reason | null;
  readonly code: FailureCode | null;
  readonly rule: string | null;
  readonly list: string | null;
  readonly since: number | null;
  readonly until: number | null;
  readonly lists: readonly ListVerdict[];
  readonly evidence: readonly EvidenceItem[];
  readonly diagnostic: string;
  /** One sentence on what to do. */
  readonly advice: string;
  /** 0 when the ledger has no record of the address. */
  readonly revision: number;
}

/** What folding did to one address. */
export interface Recorded {
  readonly address: LedgerAddress;
  /** `unchanged`: every event was known; nothing was written. `failed`: try the events again. */
  readonly outcome: 'written' | 'unchanged' | 'failed';
  /** Set when the verdict changed. */
  readonly change?: 'suppressed' | 'released' | 'altered';
  readonly error?: string;
}

/** Many distinct addresses of one domain turned permanent within minutes. Times are seconds since 1970. */
export interface Storm {
  readonly domain: string;
  /** Verdicts that began in [from, until) are held as pending, until `until`. */
  readonly from: number;
  readonly until: number;
  /** Addresses counted when it opened. */
  readonly addresses: number;
  /** What a person decided about it. */
  readonly decided?: 'dismissed' | 'confirmed';
}

/** What folding a batch did. */
export interface Recordings {
  readonly addresses: ReadonlyMap<LedgerAddress, Recorded>;
  /** Storms that this batch opened: worth an alarm and an event. */
  readonly storms: readonly Storm[];
}

/** A person's decision about a storm. */
export interface StormDecision {
  /** `dismiss`: the receiver was broken, its verdicts are void. `confirm`: they stand at once. */
  readonly decision: 'dismiss' | 'confirm';
  readonly actor: string;
  readonly reason: string;
}

export interface SuppressionQuery {
  readonly code?: FailureCode;
  readonly group?: FailureGroup;
  readonly reason?: Reason;
  readonly list?: string;
  /** Seconds since 1970. */
  readonly since?: number;
  readonly cursor?: string;
  /** 1 to 1,000; 100 unless told. */
  readonly limit?: number;
}

export interface SuppressionEntry extends ListVerdict {
  /** Null where addresses are stored as hashes. */
  readonly address: string | null;
}

export interface ManualAction {
  readonly action: 'suppress' | 'release';
  readonly list: string;
  readonly actor: string;
  readonly reason: string;
  /** What shows that the person who complained asked for mail again; needed to release a complaint. */
  readonly proof?: string;
  /** The revision the caller saw (`If-Match`). */
  readonly ifRevision?: number;
}

/** A guarded change that the policy or a newer revision refuses. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly why: 'revision' | 'needs-proof' | 'not-suppressed' | 'stands-on-every-list' | 'no-storm';
  constructor(why: Refused['why'], message: string) {
    super(message);
    this.why = why;
  }
}

/**
 * The ledger: one record an address. Every method rejects when the store cannot be read or written;
 * none ever answers "not suppressed" because a read failed.
 */
export interface Ledger {
  /** Folds events in: one read and at most one conditional write an address. Never rejects: what failed says so. */
  record(events: readonly LedgerEvent[]): Promise<Recordings>;
  /** `list` undefined asks for any list. */
  getStatus(address: LedgerAddress, options?: { list?: string; consistent?: boolean }): Promise<Answer>;
  /** Answers in the order asked. */
  getStatuses(addresses: readonly LedgerAddress[], options?: { list?: string }): Promise<readonly Answer[]>;
  suppressions(
    query: SuppressionQuery,
  ): Promise<{ entries: readonly SuppressionEntry[]; cursor: string | null }>;
  /** @throws Refused */
  act(address: LedgerAddress, action: ManualAction): Promise<{ before: Answer; after: Answer }>;
  /** Forgets the address; with `keepHash` a suppressed one stays suppressed under its hash alone. */
  erase(address: LedgerAddress, options: { keepHash: boolean }): Promise<{ erased: boolean }>;
  /** The storm that a domain has or had last; null when it never had one. */
  storm(domain: string): Promise<Storm | null>;
  /**
   * Decides about a domain's storm; `released` counts the addresses that a dismissal let go. Repeating it is safe.
   * @throws Refused `no-storm`
   */
  decideStorm(domain: string, decision: StormDecision): Promise<{ storm: Storm; released: number }>;
}
