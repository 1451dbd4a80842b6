/** Counts of events, of changed verdicts and of unknown replies: what is added up over an hour or a day. */
import type { StoredKind } from '../events/event.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';

/** What events are counted by. */
export interface EventCell {
  readonly source: string;
  readonly kind: StoredKind;
  readonly permanent: boolean | null;
  /** Null for kinds that say nothing about why. */
  readonly code: number | null;
  readonly receiver: string;
  readonly list: string;
}

/** What changed verdicts are counted by. */
export interface ChangeCell {
  readonly change: 'suppressed' | 'released';
  readonly reason: SuppressionReason;
  readonly list: string;
}

/** Counts by cell, which is written as JSON: an array of its members in the order of `EventCell` and `ChangeCell`. */
export interface Counts {
  readonly events: Map<string, number>;
  readonly changes: Map<string, number>;
  /** By the reply's text, see `reply-template.ts`. */
  readonly unknownReplies: Map<string, number>;
  /** Whether cells or replies were folded together because there were too many. */
  overflowed: boolean;
}

/** Cells of one kind in one period. Names of lists are the ESPs' and the operator's: they are bounded, not trusted. */
const MAX_CELLS = 2_000;
const MAX_REPLIES = 200;
/** The list of cells that are folded together. */
export const OVERFLOW = '(others)';

export function emptyCounts(): Counts {
  return { events: new Map(), changes: new Map(), unknownReplies: new Map(), overflowed: false };
}

export function isEmpty({ events, changes, unknownReplies }: Counts): boolean {
  return events.size === 0 && changes.size === 0 && unknownReplies.size === 0;
}

/** Counts an event, or takes one back. */
export function countEvent(counts: Counts, cell: EventCell, by = 1): void {
  const { source, kind, permanent, code, receiver, list } = cell;
  const key = JSON.stringify([source, kind, permanent, code, receiver, list]);
  const folded = JSON.stringify([source, kind, permanent, code, receiver, OVERFLOW]);
  addTo(counts, counts.events, key, by, { max: MAX_CELLS, folded });
}

/** Counts a changed verdict. */
export function countChange(counts: Counts, { change, reason, list }: ChangeCell, by = 1): void {
  const folded = JSON.stringify([change, reason, OVERFLOW]);
  addTo(counts, counts.changes, JSON.stringify([change, reason, list]), by, { max: MAX_CELLS, folded });
}

/** Counts a reply that no rule knows. Beyond `MAX_REPLIES` texts, new ones are not kept apart. */
export function countUnknownReply(counts: Counts, text: string, by = 1): void {
  addTo(counts, counts.unknownReplies, text, by, { max: MAX_REPLIES, folded: OVERFLOW });
}

function addTo(
  counts: Counts,
  map: Map<string, number>,
  key: string,
  by: number,
  { max, folded }: { readonly max: number; readonly folded: string },
): void {
  const isFull = map.size >= max && !map.has(key);
  if (isFull) counts.overflowed = true;
  const place = isFull ? folded : key;
  const sum = (map.get(place) ?? 0) + by;
  if (sum === 0) map.delete(place);
  else map.set(place, sum);
}

/** Adds counts to others. */
export function addCounts(counts: Counts, { events, changes, unknownReplies, overflowed }: Counts): void {
  for (const [key, count] of events) countEvent(counts, eventCellOf(key), count);
  for (const [key, count] of changes) countChange(counts, changeCellOf(key), count);
  for (const [text, count] of unknownReplies) countUnknownReply(counts, text, count);
  counts.overflowed ||= overflowed;
}

/** The cell that a key of `events` writes. */
export function eventCellOf(key: string): EventCell {
  const [source, kind, permanent, code, receiver, list] = JSON.parse(key);
  return { source, kind, permanent, code, receiver, list };
}

/** The cell that a key of `changes` writes. */
export function changeCellOf(key: string): ChangeCell {
  const [change, reason, list] = JSON.parse(key);
  return { change, reason, list };
}
