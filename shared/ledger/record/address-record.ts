import type { StoredEvent } from './stored-event.ts';
import { emptyTextTable, type TextTable } from './text-table.ts';

/** The one diagnostic that a record holds: that of its last final failure, or else of its last event with one. */
export interface StoredDiagnostic {
  readonly text: string;
  /** A final failure's diagnostic is preferred, then the newest, then by id and replay generation. */
  readonly final: boolean;
  readonly at: number;
  readonly idHigh: number;
  readonly idLow: number;
  readonly replayGeneration: number;
}

/** What is known of an address: a pure function of the set of its events, see `merge-events.ts`. */
export interface AddressRecord {
  /** Retained events, newest first, one an id. */
  readonly events: readonly StoredEvent[];
  readonly texts: TextTable;
  readonly diagnostic: StoredDiagnostic | null;
  /** The address as an ESP wrote it, where that differs from the ledger's form; else empty. */
  readonly originalAddress: string;
}

export const emptyRecord: AddressRecord = {
  events: [],
  texts: emptyTextTable,
  diagnostic: null,
  originalAddress: '',
};

/** Whether two records are equal. */
export function sameRecord(a: AddressRecord, b: AddressRecord): boolean {
  return (
    a === b ||
    (a.originalAddress === b.originalAddress &&
      sameFields(a.diagnostic, b.diagnostic) &&
      sameFields(a.texts.cutoff, b.texts.cutoff) &&
      sameRows(a.texts.entries, b.texts.entries) &&
      sameRows(a.events, b.events))
  );
}

function sameRows<T extends object>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((row, place) => sameFields(row, b[place] ?? null)));
}

/** Whether two flat objects of the same type have equal fields. */
export function sameFields<T extends object>(a: T | null, b: T | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  for (const name in a) if (a[name] !== b[name]) return false;
  for (const name in b) if (!(name in a)) return false;
  return true;
}
