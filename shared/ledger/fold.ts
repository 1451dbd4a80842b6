/** The fold: a record joined with further events. Pure; the order and the grouping of events do not matter. */
import type { LedgerEvent } from '../events/event.ts';
import { type KeptEvent, keep, newestFirst, shelfText } from './kept-event.ts';
import { compareReports } from './packing.ts';
import type { AddressRecord, KeptDiagnostic } from './record.ts';
import { retain } from './retention.ts';
import { shelve } from './shelf.ts';
import { clip } from './text.ts';

/** UTF-8 bytes of diagnostic that a record keeps. */
export const DIAGNOSTIC_BYTES = 200;
const LONGEST_ADDRESS = 1_000;

/**
 * The record of all that `record` was folded from, and of `events` too. All must be events of the same address.
 * Of several reports of one id the highest edition counts; of one edition, the least as packed.
 */
export function fold(record: AddressRecord, events: readonly LedgerEvent[]): AddressRecord {
  const reports = events.filter(isStored).map((event) => ({ event, kept: keep(event) }));
  if (reports.length === 0) return record;
  return {
    events: retain(distinct(record.events, reports).sort(newestFirst)),
    shelf: shelve(
      record.shelf,
      reports.map(({ event, kept }) => ({ text: shelfText(event), at: kept.at })),
    ),
    diagnostic: reports.reduce(betterDiagnostic, record.diagnostic),
    written: reports.reduce(leastWritten, record.written),
  };
}

/** An event, and what is kept of it. */
interface Report {
  readonly event: LedgerEvent;
  readonly kept: KeptEvent;
}

/** Opens, clicks and sends are not stored, unless a replay says that what was stored was one of them. */
function isStored(event: LedgerEvent): boolean {
  return event.kind !== 'other' || event.edition > 0;
}

/** Adds reports to the events of a record (which are distinct), one an id. */
function distinct(known: readonly KeptEvent[], reports: readonly Report[]): KeptEvent[] {
  const result = [...known];
  for (const { kept } of reports) {
    const place = result.findIndex((e) => e.idHigh === kept.idHigh && e.idLow === kept.idLow);
    const earlier = result[place];
    if (earlier === undefined) result.push(kept);
    else if (compareReports(kept, earlier) < 0) result[place] = kept;
  }
  return result;
}

function betterDiagnostic(best: KeptDiagnostic | null, { event, kept }: Report): KeptDiagnostic | null {
  if (event.diagnostic === '') return best;
  const candidate = {
    text: clip(event.diagnostic, DIAGNOSTIC_BYTES),
    final: kept.kind === 'bounce' || kept.kind === 'dropped',
    at: kept.at,
    idHigh: kept.idHigh,
    idLow: kept.idLow,
    edition: kept.edition,
  };
  return best === null || preferDiagnostic(candidate, best) < 0 ? candidate : best;
}

function preferDiagnostic(a: KeptDiagnostic, b: KeptDiagnostic): number {
  return (
    Number(b.final) - Number(a.final) ||
    b.at - a.at ||
    b.idHigh - a.idHigh ||
    b.idLow - a.idLow ||
    b.edition - a.edition ||
    (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
  );
}

/** Any one would do; the least is the same whatever the order. */
function leastWritten(least: string, { event }: Report): string {
  const written = clip(event.written ?? '', LONGEST_ADDRESS);
  if (written === '' || written === event.address) return least;
  return least === '' || written < least ? written : least;
}
