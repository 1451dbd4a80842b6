import type { KeptEvent } from './kept-event.ts';
import { emptyShelf, type Shelf } from './shelf.ts';

/** The one diagnostic that a record keeps: that of its last final failure, or else of its last event with one. */
export interface KeptDiagnostic {
  readonly text: string;
  /** The order in which one is preferred: a final failure over others, then the newest, then by id and edition. */
  readonly final: boolean;
  readonly at: number;
  readonly idHigh: number;
  readonly idLow: number;
  readonly replayGeneration: number;
}

/** All that is known of an address, a pure function of the set of its events: see `fold.ts`. */
export interface AddressRecord {
  /** Retained events, newest first, one an id. */
  readonly events: readonly KeptEvent[];
  readonly shelf: Shelf;
  readonly diagnostic: KeptDiagnostic | null;
  /** The address as an ESP wrote it, where that differs from the ledger's form; else empty. */
  readonly originalAddress: string;
}

export const emptyRecord: AddressRecord = {
  events: [],
  shelf: emptyShelf,
  diagnostic: null,
  originalAddress: '',
};
