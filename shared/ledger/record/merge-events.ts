/** A record joined with further events. Pure; the order and the grouping of events do not matter. */
import { type ClassifiedEvent, isEvidenceOnly, isManualKind } from '../../events/event.ts';
import { UNKNOWN } from '../../failure-codes/scheme.ts';
import type { AddressRecord, StoredDiagnostic } from './address-record.ts';
import { clip } from './clip.ts';
import type { EventIdHash } from './event-id.ts';
import { compareReports, compareTexts } from './report-order.ts';
import { retain } from './retention.ts';
import {
  hashText,
  MAX_REPLAY_GENERATION,
  newestFirst,
  type StoredEvent,
  textOfEvent,
  toStoredEvent,
} from './stored-event.ts';
import { intern, type TextEntry } from './text-table.ts';

/** UTF-8 bytes of diagnostic that a record holds. */
const MAX_DIAGNOSTIC_BYTES = 200;
const MAX_ADDRESS_LENGTH = 1_000;

/**
 * The record of all that `record` was made from, and of `events` too.
 *
 * @param events Events of one address, the record's own.
 * @param hashId The same for every event of the ledger.
 */
export function mergeEvents(
  record: AddressRecord,
  events: readonly ClassifiedEvent[],
  hashId: EventIdHash,
): AddressRecord {
  return mergeReports(record, events, hashId).record;
}

/** A record joined with further events. */
export interface Merged {
  readonly record: AddressRecord;
  /**
   * Events that are new, since the record would have retained each of them alone, but that others of the same events
   * evicted at once. An event that the record passes over by itself may have been known once.
   */
  readonly passedOver: readonly StoredEvent[];
}

/** The same as `mergeEvents`, with what the record does not show of what was new. */
export function mergeReports(
  record: AddressRecord,
  events: readonly ClassifiedEvent[],
  hashId: EventIdHash,
): Merged {
  const reports: StoredEvent[] = [];
  const texts: TextEntry[] = [];
  let { diagnostic, originalAddress } = record;
  for (const event of events) {
    if (!isStored(event)) continue;
    const text = textOfEvent(event);
    const stored = toStoredEvent(event, hashId, text);
    reports.push(stored);
    texts.push({ hash: stored.textHash, text, at: stored.at });
    // What is not verified may not choose what is shown of the address, nor how it is written to an ESP's list.
    if (isEvidenceOnly(event.basis)) continue;
    diagnostic = preferredDiagnostic(diagnostic, event, stored);
    originalAddress = pickOriginalAddress(originalAddress, event);
  }
  if (reports.length === 0) return { record, passedOver: [] };
  const joined = joinReports(record.events, reports);
  return {
    record: { events: joined, texts: intern(record.texts, texts), diagnostic, originalAddress },
    passedOver: passedOverIn(record.events, reports, joined),
  };
}

/** The new reports that are not among the joined ones, although `known` alone would leave them a place. */
function passedOverIn(
  known: readonly StoredEvent[],
  reports: readonly StoredEvent[],
  joined: readonly StoredEvent[],
): readonly StoredEvent[] {
  // Each report can add one event: where as many were added, none was passed over.
  if (joined.length === known.length + reports.length) return [];
  const found: StoredEvent[] = [];
  for (const report of reports) {
    if ([known, joined, found].some((events) => placeOf(events, report) >= 0)) continue;
    if (placeOf(joinReports(known, [report]), report) >= 0) found.push(report);
  }
  return found;
}

/** Opens, clicks and sends are not stored, unless a replay finds that what was stored was one of them. */
function isStored(event: ClassifiedEvent): boolean {
  return event.kind !== 'other' || event.replayGeneration > 0;
}

/** Joins reports with a record's events (which are distinct): one an id, retained, newest first. */
function joinReports(known: readonly StoredEvent[], reports: readonly StoredEvent[]): readonly StoredEvent[] {
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

/** The index of the report of an id; -1 when there is none. */
function placeOf(events: readonly StoredEvent[], { idHigh, idLow }: StoredEvent): number {
  return events.findIndex((event) => event.idHigh === idHigh && event.idLow === idLow);
}

/** Whether a record still holds an event, by its id. */
export function holdsEvent(record: AddressRecord, event: ClassifiedEvent, hashId: EventIdHash): boolean {
  return placeOf(record.events, toStoredEvent(event, hashId)) >= 0;
}

/** The rule of a bounce that the operator has dismissed with its domain's storm. */
const DISMISSED_RULE = 'storm-dismissed';

/**
 * The record after a storm was dismissed: the bounces that `isVoid` selects say nothing about the address any more.
 * They stay as evidence, with a code that suppresses nothing, and outrank every replay of the same events.
 */
export function voidEvents(record: AddressRecord, isVoid: (event: StoredEvent) => boolean): AddressRecord {
  const reports = record.events.filter(isVoid).map(
    (event): StoredEvent => ({
      ...event,
      code: UNKNOWN,
      basis: 'operator',
      replayGeneration: MAX_REPLAY_GENERATION,
      textHash: hashText(DISMISSED_RULE),
    }),
  );
  if (reports.length === 0) return record;
  return {
    ...record,
    events: joinReports(record.events, reports),
    texts: intern(
      record.texts,
      reports.map(({ at, textHash }) => ({ hash: textHash, text: DISMISSED_RULE, at })),
    ),
  };
}

/**
 * The record after events were found to be none: they say nothing any more, and outrank every replay of the same events.
 * The same record when none is selected.
 */
export function retractEvents(
  record: AddressRecord,
  isRetracted: (event: StoredEvent) => boolean,
): AddressRecord {
  const reports = record.events
    .filter((event) => event.kind !== 'other' && isRetracted(event))
    .map((event): StoredEvent => ({ ...event, kind: 'other', replayGeneration: MAX_REPLAY_GENERATION }));
  return reports.length === 0 ? record : { ...record, events: joinReports(record.events, reports) };
}

/** The record without any text that could tell whose it is: what an erasure leaves where the hash stays. */
export function anonymize(record: AddressRecord): AddressRecord {
  const notes = new Set(
    record.events.filter(({ kind }) => isManualKind(kind)).map(({ textHash }) => textHash),
  );
  return {
    events: record.events,
    texts: { ...record.texts, entries: record.texts.entries.filter(({ hash }) => !notes.has(hash)) },
    diagnostic: null,
    originalAddress: '',
  };
}

function preferredDiagnostic(
  best: StoredDiagnostic | null,
  event: ClassifiedEvent,
  stored: StoredEvent,
): StoredDiagnostic | null {
  if (event.diagnostic === '') return best;
  const candidate = {
    text: clip(event.diagnostic, MAX_DIAGNOSTIC_BYTES),
    final: stored.kind === 'bounce' || stored.kind === 'dropped',
    at: stored.at,
    idHigh: stored.idHigh,
    idLow: stored.idLow,
    replayGeneration: stored.replayGeneration,
  };
  return best === null || compareDiagnostics(candidate, best) < 0 ? candidate : best;
}

function compareDiagnostics(a: StoredDiagnostic, b: StoredDiagnostic): number {
  return (
    Number(b.final) - Number(a.final) ||
    b.at - a.at ||
    b.idHigh - a.idHigh ||
    b.idLow - a.idLow ||
    b.replayGeneration - a.replayGeneration ||
    compareTexts(a.text, b.text)
  );
}

/** Any original form would do; the least is the same whatever the order. */
function pickOriginalAddress(least: string, event: ClassifiedEvent): string {
  const originalAddress = clip(event.originalAddress ?? '', MAX_ADDRESS_LENGTH);
  if (originalAddress === '' || originalAddress === event.address) return least;
  return least === '' || originalAddress < least ? originalAddress : least;
}
