/**
 * What the comparison of an ESP's suppression list with the ledger is made of. Times are milliseconds since 1970.
 */

import type { EspSuppression, EspSuppressionReason, SupportedSuppressions } from '../esp-api/types.ts';
import type { StoredKind } from '../events/event.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';

/**
 * How the two sides stand to each other for one address. `differs`: suppressed on both for other reasons, or released
 * here after the ESP's date. `too-recent`: younger than the ESP's lag. `not-comparable`: one side cannot be read for it.
 */
export const syncClasses = [
  'only-here',
  'only-there',
  'both',
  'differs',
  'too-recent',
  'not-comparable',
] as const;
export type SyncClass = (typeof syncClasses)[number];

/** A suppression of the ledger that applies to the source's list. */
export interface OwnSuppression {
  readonly reason: SuppressionReason;
  readonly since: number;
  /** Null: the hold has no end. */
  readonly until: number | null;
  readonly list: string;
}

/** An event that the ledger holds of an address. */
export interface KnownEvent {
  readonly kind: StoredKind;
  readonly at: number;
  readonly source: string;
  readonly list: string;
  /** Of a release: a proof was stated with it. */
  readonly hasProof: boolean;
}

/** What the ledger knows of an address that has a record. */
export interface KnownAddress {
  /** For the source's list. */
  readonly suppressed: boolean;
  /** A guard holds the verdict back. */
  readonly pending: boolean;
  /** Of every list. */
  readonly verdicts: readonly OwnSuppression[];
  readonly events: readonly KnownEvent[];
}

/** A change of the ESP's list that was made from here. */
export interface RememberedChange {
  readonly action: 'add' | 'remove';
  readonly list: string;
  /** What an added entry became there; of a removal, the reason that the entry had. */
  readonly as: EspSuppressionReason;
  readonly at: number;
}

/** What a comparison goes by. */
export interface SyncRules {
  /** The source whose ESP is compared. */
  readonly source: string;
  /** The source's list in the ledger. */
  readonly list: string;
  /** The lists that the ESP makes, by its name for them, where the configuration maps them. */
  readonly espLists?: Readonly<Record<string, string>>;
  readonly capability: SupportedSuppressions;
  /** When the reading of the two sides began. */
  readonly now: number;
  /** Adds a suppression as something else where the ESP cannot hold it as what it is. @default false */
  readonly allowInexact?: boolean;
  /** Adds what was suppressed just now: for an address of which the ESP has been asked. @default false */
  readonly isImmediate?: boolean;
}

interface ChangeBase {
  /** The ledger's form of the address. */
  readonly address: string;
  /** The ESP's word for it that the change is about: what it becomes there, or is there. */
  readonly as: EspSuppressionReason;
  /** One sentence. */
  readonly why: string;
}

/** A suppression to add at the ESP. */
export interface AddChange extends ChangeBase {
  readonly action: 'add';
  /** The suppression that it is made for. */
  readonly own: OwnSuppression;
  readonly list: string;
  /** What it is here, in the ESP's words. */
  readonly reason: EspSuppressionReason;
  /** The end of the added entry; null: none. */
  readonly expiresAt: number | null;
}

/** An entry to remove at the ESP. */
export interface RemoveChange extends ChangeBase {
  readonly action: 'remove';
  readonly entry: EspSuppression;
}

/** An entry to take into the ledger: `takenInEvent` makes the event. */
export interface TakeInChange extends ChangeBase {
  readonly action: 'take-in';
  readonly entry: EspSuppression;
  /** The ledger's list that it counts on. */
  readonly list: string;
  /** The date of an entry that has none. */
  readonly at: number;
}

export type SyncChange = AddChange | RemoveChange | TakeInChange;

/** An entry of an ESP's list as an event of the `generic` provider. */
export interface TakenInEvent {
  /** The same for the same entry, however often it is taken in. */
  readonly id: string;
  readonly kind: 'bounce' | 'dropped' | 'complaint' | 'unsubscribe';
  /** Of `dropped`: the ESP's own list has the address. */
  readonly listed?: true;
  readonly recipient: string;
  /** RFC 3339. */
  readonly occurredAt: string;
  readonly permanent?: boolean;
  readonly diagnostic?: string;
  readonly status?: string;
  readonly replyCode?: string;
  readonly code?: number;
  readonly list?: string;
}

/** One address on one list, compared. */
export interface Comparison {
  readonly address: string;
  readonly class: SyncClass;
  /** The ledger's reason; null where it does not suppress the address. */
  readonly here: SuppressionReason | null;
  /** The ESP's reason; null where the address is not on its lists. */
  readonly there: EspSuppressionReason | null;
  /** Why nothing is changed, or what is. */
  readonly why: string;
  readonly changes: readonly SyncChange[];
}

/** One address on one list of the ledger, as both sides show it. */
export interface SyncSubject {
  /** The ledger's form of the address. */
  readonly address: string;
  readonly theirs: readonly EspSuppression[];
  readonly ours: readonly OwnSuppression[];
  /** What the ledger knows of it; null: nothing, or not asked because `needsLookUp` is false. */
  readonly known: KnownAddress | null;
  /** Changes that were made there from here. */
  readonly remembered: readonly RememberedChange[];
}
