/** The fold: a record joined with further events. Pure; the order and the grouping of events do not matter. */
import type { LedgerEvent } from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { type KeptEvent, keep, newestFirst, shelfText, textHash } from './kept-event.ts';
import { compareReports } from './packing.ts';
import type { AddressRecord, KeptDiagnostic } from './record.ts';
import { retain } from './retention.ts';
import { type ShelvedText, shelve } from './shelf.ts';
import { clip } from './text.ts';

/** UTF-8 bytes of diagnostic that a record keeps. */
const DIAGNOSTIC_BYTES = 200;
const MAX_ADDRESS_LENGTH = 1_000;

/**
 * The record of all that `record` was folded from, and of `events` too. All must be events of the same address.
 * Of several reports of one id the highest edition counts; of one edition, the least as packed.
 */
export function fold(record: AddressRecord, events: readonly LedgerEvent[]): AddressRecord {
  const reports: KeptEvent[] = [];
  const texts: ShelvedText[] = [];
  let { diagnostic, originalAddress } = record;
  for (const event of events) {
    if (!isStored(event)) continue;
    const text = shelfText(event);
    const kept = keep(event, text);
    reports.push(kept);
    texts.push({ hash: kept.text, text, at: kept.at });
    diagnostic = betterDiagnostic(diagnostic, event, kept);
    originalAddress = pickOriginalAddress(originalAddress, event);
  }
  if (reports.length === 0) return record;
  return {
    events: joined(record.events, reports),
    shelf: shelve(record.shelf, texts),
    diagnostic,
    originalAddress,
  };
}

/** Opens, clicks and sends are not stored, unless a replay says that what was stored was one of them. */
function isStored(event: LedgerEvent): boolean {
  return event.kind !== 'other' || event.replayGeneration > 0;
}

/** Joins reports with a record's events (which are distinct): one an id, retained, newest first. */
function joined(known: readonly KeptEvent[], reports: readonly KeptEvent[]): readonly KeptEvent[] {
  if (known.length === 0 && reports.length === 1) return reports;
  const result = [...known];
  for (const report of reports) {
    const place = placeOf(result, report);
    const earlier = result[place];
    if (earlier === undefined) result.push(report);
    else if (compareReports(report, earlier) < 0) result[place] = report;
  }
  return retain(result.sort(newestFirst));
}

/** Where the report of an id stands; -1 when there is none. */
function placeOf(events: readonly KeptEvent[], { idHigh, idLow }: KeptEvent): number {
  return events.findIndex((event) => event.idHigh === idHigh && event.idLow === idLow);
}

/** Whether a record still holds an event, by its id. */
export function holdsEvent(record: AddressRecord, event: LedgerEvent): boolean {
  return placeOf(record.events, keep(event)) >= 0;
}

/** The rule that a bounce bears once a person has said that it was the receiver's storm. */
const DISMISSED_RULE = 'storm-dismissed';
/** A person's word about an event outranks every replay of it. */
const LAST_EDITION = 0xffff;

/**
 * The record after a person has dismissed a storm: the bounces that `isVoid` names say nothing of the address any
 * more. They stay as evidence, with a code that suppresses nothing.
 */
export function dismissed(record: AddressRecord, isVoid: (event: KeptEvent) => boolean): AddressRecord {
  const reports = record.events.filter(isVoid).map(
    (event): KeptEvent => ({
      ...event,
      code: UNKNOWN,
      basis: 'operator',
      replayGeneration: LAST_EDITION,
      text: textHash(DISMISSED_RULE),
    }),
  );
  if (reports.length === 0) return record;
  return {
    ...record,
    events: joined(record.events, reports),
    shelf: shelve(
      record.shelf,
      reports.map(({ at, text }) => ({ hash: text, text: DISMISSED_RULE, at })),
    ),
  };
}

/** The record without a word that could tell whose it is: what an erasure leaves where a hash is to stay. */
export function anonymous(record: AddressRecord): AddressRecord {
  const notes = new Set(record.events.filter(isManual).map(({ text }) => text));
  return {
    events: record.events,
    shelf: { ...record.shelf, texts: record.shelf.texts.filter(({ hash }) => !notes.has(hash)) },
    diagnostic: null,
    originalAddress: '',
  };
}

function isManual({ kind }: KeptEvent): boolean {
  return kind === 'suppress' || kind === 'release';
}

function betterDiagnostic(
  best: KeptDiagnostic | null,
  event: LedgerEvent,
  kept: KeptEvent,
): KeptDiagnostic | null {
  if (event.diagnostic === '') return best;
  const candidate = {
    text: clip(event.diagnostic, DIAGNOSTIC_BYTES),
    final: kept.kind === 'bounce' || kept.kind === 'dropped',
    at: kept.at,
    idHigh: kept.idHigh,
    idLow: kept.idLow,
    replayGeneration: kept.replayGeneration,
  };
  return best === null || preferDiagnostic(candidate, best) < 0 ? candidate : best;
}

function preferDiagnostic(a: KeptDiagnostic, b: KeptDiagnostic): number {
  return (
    Number(b.final) - Number(a.final) ||
    b.at - a.at ||
    b.idHigh - a.idHigh ||
    b.idLow - a.idLow ||
    b.replayGeneration - a.replayGeneration ||
    (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
  );
}

/** Any one would do; the least is the same whatever the order. */
function pickOriginalAddress(least: string, event: LedgerEvent): string {
  const originalAddress = clip(event.originalAddress ?? '', MAX_ADDRESS_LENGTH);
  if (originalAddress === '' || originalAddress === event.address) return least;
  return least === '' || originalAddress < least ? originalAddress : least;
}
