/**
 * What one write of a record adds to the counts. The record decides what is new: an event whose id it held before is
 * not counted again, whether it came twice from the ESP, by a retry of the queue or by a replay; where a replay reads
 * the same event otherwise, it moves from its old cell to its new one. Pure.
 */
import { isEvidenceOnly, isFailureKind, isManualKind } from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { activeHolds, type ListVerdict } from '../ledger/policy/list-verdict.ts';
import { type AddressRecord, sameFields } from '../ledger/record/address-record.ts';
import { MAX_REPLAY_GENERATION, type StoredEvent } from '../ledger/record/stored-event.ts';
import { type Counts, countChange, countEvent, countUnknownReply, type EventCell } from './counts.ts';
import { type Period, periodsOf } from './periods.ts';
import { replyTemplate } from './reply-template.ts';

/** A record before and after a write. */
export interface RecordWrite {
  readonly before: { readonly record: AddressRecord; readonly verdicts: readonly ListVerdict[] };
  readonly after: { readonly record: AddressRecord; readonly verdicts: readonly ListVerdict[] };
  /** New events that the same write evicted: see `mergeReports`. */
  readonly passedOver: readonly StoredEvent[];
  /** The family of the address's receiver. */
  readonly receiver: string;
  /** Seconds since 1970. */
  readonly writtenAt: number;
}

/** Adds what a write counts for to the counts of each period, made where there are none. */
export function countWrite(write: RecordWrite, countsOf: (period: Period) => Counts): void {
  const { before, after, passedOver, receiver, writtenAt } = write;
  const add = (event: StoredEvent, by: number) => {
    if (!isCounted(event)) return;
    for (const period of periodsOf(event.at, writtenAt)) {
      countEvent(countsOf(period), cellOf(event, receiver), by);
    }
  };
  for (const event of [...after.record.events, ...passedOver]) {
    const earlier = findById(before.record.events, event);
    if (earlier === undefined) {
      add(event, 1);
      countReply(event, after.record, writtenAt, countsOf);
    } else if (isReadAgain(earlier, event)) {
      add(earlier, -1);
      add(event, 1);
    }
  }
  const periods = periodsOf(writtenAt, writtenAt);
  for (const change of changesOf(before.verdicts, after.verdicts, writtenAt)) {
    for (const period of periods) countChange(countsOf(period), change);
  }
}

/** Another reading of the same event took its place; a dismissal of its storm says nothing of what was reported. */
function isReadAgain(earlier: StoredEvent, event: StoredEvent): boolean {
  return event.replayGeneration !== MAX_REPLAY_GENERATION && !sameFields(earlier, event);
}

/** Manual actions are counted as changed verdicts, retractions not at all; nothing verifies evidence. */
function isCounted({ kind, basis }: StoredEvent): boolean {
  return !isManualKind(kind) && kind !== 'other' && !isEvidenceOnly(basis);
}

function cellOf({ source, kind, permanent, code, list }: StoredEvent, receiver: string): EventCell {
  return { source, kind, permanent, code: isFailureKind(kind) ? code : null, receiver, list };
}

function findById(events: readonly StoredEvent[], { idHigh, idLow }: StoredEvent): StoredEvent | undefined {
  return events.find((event) => event.idHigh === idHigh && event.idLow === idLow);
}

/** No rule knows the wording: there is no code, or the reply code alone gave it. */
function isUnknown({ code, basis }: StoredEvent): boolean {
  return code === UNKNOWN || basis === 'reply-code';
}

/** The reply of a failure that no rule knows; the record holds the reply of one event alone. */
function countReply(
  event: StoredEvent,
  { diagnostic }: AddressRecord,
  writtenAt: number,
  countsOf: (period: Period) => Counts,
): void {
  if (!isUnknown(event) || !isFailureKind(event.kind) || !isCounted(event)) return;
  if (diagnostic === null || diagnostic.idHigh !== event.idHigh || diagnostic.idLow !== event.idLow) return;
  for (const period of periodsOf(event.at, writtenAt)) {
    countUnknownReply(countsOf(period), replyTemplate(diagnostic.text));
  }
}

/** Lists for which the address is suppressed from this write on, or no longer; holds that time ends are no writes. */
function* changesOf(before: readonly ListVerdict[], after: readonly ListVerdict[], now: number) {
  const was = strongestByList(activeHolds(before, now));
  const is = strongestByList(activeHolds(after, now));
  for (const [list, reason] of is) if (!was.has(list)) yield { change: 'suppressed', reason, list } as const;
  for (const [list, reason] of was) if (!is.has(list)) yield { change: 'released', reason, list } as const;
}

/** Verdicts come strongest first. */
function strongestByList(verdicts: readonly ListVerdict[]): Map<string, ListVerdict['suppressionReason']> {
  return new Map(verdicts.toReversed().map(({ list, suppressionReason }) => [list, suppressionReason]));
}
