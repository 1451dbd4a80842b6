/**
 * The port of the ledger to its store: typed records of addresses, rows of the suppressed ones, and the state of
 * guards. `dynamodb/` is the store of production, `memory/` one in this process; the same contract suite runs on both.
 */
import type { GuardIncident, GuardState, GuardSubject, IncidentDecision } from '../ledger/guard/incident.ts';
import type { VerdictChange } from '../ledger/policy/change.ts';
import type { ListVerdict, StoredVerdict } from '../ledger/policy/list-verdict.ts';
import { type AddressRecord, emptyRecord } from '../ledger/record/address-record.ts';
import type { StoredEvent } from '../ledger/record/stored-event.ts';

/** A record with what the store holds beside its events. */
export interface StoredRecord {
  readonly record: AddressRecord;
  /** 0 where there is no record; else it only grows. */
  readonly revision: number;
  readonly verdicts: readonly StoredVerdict[];
  /** The address has been erased; only its key may be stored. */
  readonly erased: boolean;
  /** Null where addresses are stored as keyed hashes, and once it is erased. */
  readonly address: string | null;
  /** The keyed hash of its domain, where the address is not stored. */
  readonly domainKey: string | null;
}

export const absentRecord: StoredRecord = {
  record: emptyRecord,
  revision: 0,
  verdicts: [],
  erased: false,
  address: null,
  domainKey: null,
};

/** What a write says beside the record. */
export interface WriteOptions {
  /** The revision that the stored record must have; 0: there must be none. */
  readonly ifRevision: number;
  /** Announced to those who follow the store's changes. */
  readonly change?: VerdictChange | undefined;
  /** When the store may drop the record, seconds since 1970; null: never. */
  readonly expiresAt: number | null;
  /** For those who follow the store's changes: new events that the record does not hold. @default none */
  readonly passedOver?: readonly StoredEvent[];
  /** For those who follow the store's changes, where the record has no address: the family of its receiver. */
  readonly receiver?: string | null;
}

/** Records by key: those that exist, and the errors of those that could not be read. */
export interface ReadRecords {
  readonly found: ReadonlyMap<string, StoredRecord>;
  readonly failed: ReadonlyMap<string, unknown>;
}

/** A suppressed address in the listing. */
export interface SuppressedRow {
  readonly key: string;
  /** Its place in the listing's order: see `positionAt`. */
  readonly position: string;
  readonly address: string | null;
  readonly domainKey: string | null;
  readonly verdicts: readonly StoredVerdict[];
}

/** A place in the listing of suppressed addresses: a time, zero-padded to the length of the largest, then a key. */
export function positionAt(since: number, key = ''): string {
  return `${String(since).padStart(10, '0')}#${key}`;
}

/** Counted addresses to add, by minute and by day since 1970. */
export interface GuardCountsToAdd {
  readonly minutes: ReadonlyMap<number, number>;
  readonly days: ReadonlyMap<number, number>;
  /** When the subject's state may be dropped, seconds since 1970. */
  readonly expiresAt: number;
}

/** An incident with its subject. */
export interface SubjectIncident {
  readonly subject: GuardSubject;
  readonly incident: GuardIncident;
}

/** An incident as it is opened. */
export type OpenedIncident = Pick<GuardIncident, 'from' | 'until' | 'addresses' | 'waits'>;

/** How an incident goes on. */
export type IncidentExtension = Required<Pick<GuardIncident, 'until' | 'addresses' | 'waits'>>;

/** The state of guards: counters, and the last incident of each subject. */
export interface GuardStore {
  /** States by `subjectKey`, of the subjects that have one. Rejects when any cannot be read. */
  get(subjects: readonly GuardSubject[]): Promise<ReadonlyMap<string, GuardState>>;
  /** Adds to counters; answers the state after it. Tried once: adding twice is not adding once. */
  add(subject: GuardSubject, counts: GuardCountsToAdd): Promise<GuardState>;
  /** Removes counters. */
  removeCounters(
    subject: GuardSubject,
    stale: { minutes: readonly number[]; days: readonly number[] },
  ): Promise<void>;
  /** Opens an incident, which is announced; false when the last one is not `last` any more (null: none). */
  open(subject: GuardSubject, incident: OpenedIncident, last: GuardIncident | null): Promise<boolean>;
  /** Moves the end of an incident, never back, unless it was decided meanwhile. `waits` true stays. */
  extend(subject: GuardSubject, incident: GuardIncident, extension: IncidentExtension): Promise<void>;
  /** The incidents that opened last, the newest first. */
  list(limit: number): Promise<readonly SubjectIncident[]>;
  /** Stores a decision about an incident; false when it is not the subject's last one any more. */
  decide(subject: GuardSubject, incident: GuardIncident, decision: IncidentDecision): Promise<boolean>;
}

/** Where records are stored. Every method rejects when the store cannot be read or written. */
export interface RecordStore {
  /** A record; `absentRecord` where there is none. */
  get(key: string, options: { readonly consistent: boolean }): Promise<StoredRecord>;
  /** Records of many keys. Never rejects: what could not be read is in `failed`. */
  getMany(keys: readonly string[]): Promise<ReadRecords>;
  /**
   * Writes if the stored revision is `ifRevision`. False when it is not: another writer was first, or an earlier
   * attempt of this very write went through although its answer was lost.
   */
  putIf(key: string, record: StoredRecord, options: WriteOptions): Promise<boolean>;
  /** Deletes if the stored revision is `revision`; false when it is not. */
  deleteIf(key: string, revision: number): Promise<boolean>;
  /** The suppressed addresses after a position, in order of the time at which their verdicts last grew, then key. */
  listSuppressed(after: string): AsyncIterable<SuppressedRow>;
  readonly guards: GuardStore;
}

/** Where a record stands in the listing: at the time its verdicts last grew. Its verdicts must not be empty. */
export function positionOf(key: string, verdicts: readonly ListVerdict[]): string {
  return positionAt(Math.max(...verdicts.map(({ since }) => since)), key);
}

/** A change of verdict or an opened incident, as those who follow the store's changes are told. */
export type StoreChange =
  | {
      readonly kind: 'verdict';
      readonly change: VerdictChange;
      readonly key: string;
      readonly address: string | null;
      readonly before: readonly ListVerdict[];
      readonly after: readonly ListVerdict[];
      readonly revision: number;
    }
  | { readonly kind: 'incident'; readonly subject: GuardSubject; readonly incident: GuardIncident };
