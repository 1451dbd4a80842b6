/**
 * The rules of the sync, for one address: how the two sides stand to each other, and what would bring them together.
 * Pure: the same two sides give the same changes, so that a second application finds nothing to do.
 */
import type { EspSuppression, SuppressionListCapability } from '../esp-api/types.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import { compareReasons } from '../ledger/policy/suppression-reason.ts';
import { espReasonOf, isRecipientsDecision, isSameReason, pushFormOf } from './reasons.ts';
import { kindsReporting } from './take-in.ts';
import type {
  AddChange,
  Comparison,
  KnownAddress,
  KnownEvent,
  OwnSuppression,
  RememberedChange,
  SyncChange,
  SyncClass,
  SyncRules,
} from './types.ts';

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

/** Milliseconds by which an ESP's date of an entry that was added from here may differ from ours. */
const DATE_TOLERANCE = 600_000;

/** Milliseconds by which an entry may be younger than the event that it was made for. */
const EVENT_TOLERANCE = 60_000;

const NO_CHANGES: readonly never[] = [];

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** The end of an entry without one here, at an ESP whose entries all end: it is added again after it. */
const RENEWAL = 365 * DAY;

/** Whether the rules ask what the ledger knows of an address beyond the suppressions that it lists. */
export function needsLookUp(theirs: readonly EspSuppression[], ours: readonly OwnSuppression[]): boolean {
  if (ours.length === 0) return theirs.length > 0;
  return theirs.some((entry) => isNewDecision(entry, ours));
}

/** Compares one address; null where neither side suppresses it. */
export function compareAddress(subject: SyncSubject, rules: SyncRules): Comparison | null {
  const side = standingSides(subject, rules);
  if (side.theirs.length === 0) return side.ours.length === 0 ? null : compareOnlyHere(side, rules);
  return side.ours.length === 0 ? compareOnlyThere(side, rules) : compareBoth(side, rules);
}

/** The sides without entries that have ended, the ledger's strongest reason first. */
function standingSides(subject: SyncSubject, rules: SyncRules): SyncSubject {
  const { known } = subject;
  let { theirs, ours } = subject;
  if (theirs.some((entry) => hasEnded(entry, rules))) {
    theirs = theirs.filter((entry) => !hasEnded(entry, rules));
  }
  if (ours.length === 0 && known?.suppressed) {
    ours = known.verdicts.filter(({ list }) => list === EVERY_LIST || list === rules.list);
  }
  if (ours.length > 1) ours = ours.toSorted((a, b) => compareReasons(a.reason, b.reason));
  // Of long lists nearly every subject is as it came.
  return theirs === subject.theirs && ours === subject.ours ? subject : { ...subject, theirs, ours };
}

function hasEnded({ expiresAt }: EspSuppression, { now }: SyncRules): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function compareOnlyHere(subject: SyncSubject, rules: SyncRules): Comparison {
  const { ours, remembered } = subject;
  const lag = lagOf(rules);
  if (!rules.isImmediate && ours.every(({ since }) => since > rules.now - lag)) {
    return compared(subject, 'too-recent', 'Suppressed here more recently than the ESP shows.');
  }
  if (remembered.some(({ action, at }) => action === 'add' && at > rules.now - lag)) {
    return compared(subject, 'too-recent', 'Added there more recently than the ESP shows.');
  }
  let obstacle = '';
  for (const own of ours) {
    const push = pushOf(subject.address, own, rules);
    if (typeof push !== 'string') return compared(subject, 'only-here', push.why, [push]);
    obstacle ||= push;
  }
  return compared(subject, 'only-here', obstacle);
}

/** The addition of a suppression, or why there is none. */
function pushOf(address: string, own: OwnSuppression, rules: SyncRules): AddChange | string {
  const { capability, allowInexact = false, now } = rules;
  const reason = espReasonOf(own.reason) ?? (allowInexact ? 'manual' : null);
  if (reason === null) return "It rests on an ESP's own list, and is no reason of its own.";
  const form = pushFormOf(capability, reason);
  if (form === null) return `The ESP has no list that takes the reason ${reason}.`;
  const { becomes, list, expiry = 'none' } = form.as;
  if (!form.isExact && !allowInexact) return `The ESP can hold it as ${becomes} only.`;
  if (own.until !== null && expiry === 'none') {
    return 'The hold has an end, and the entries of the ESP have none.';
  }
  const expiresAt = own.until ?? (expiry === 'required' ? now + RENEWAL : null);
  return {
    action: 'add',
    address,
    as: becomes,
    why: 'Suppressed here, and not there.',
    own,
    list,
    reason: form.reason,
    expiresAt,
  };
}

function compareOnlyThere(subject: SyncSubject, rules: SyncRules): Comparison {
  if (subject.known?.pending) {
    return compared(subject, 'too-recent', "A guard holds the ledger's verdict back.");
  }
  const [first, ...others] = subject.theirs;
  if (first !== undefined && others.length === 0) {
    const { class: name, why, change } = compareEntry(first, subject, rules);
    return compared(subject, name, why, change === undefined ? NO_CHANGES : [change]);
  }
  const comparisons = subject.theirs.map((entry) => compareEntry(entry, subject, rules));
  const found = comparisons.flatMap(({ change }) => change ?? []);
  // What has happened since the release suppresses the address again.
  const isSuppressedAgain = found.some((change) => change.action === 'take-in' && isLasting(change.entry));
  const changes = isSuppressedAgain ? found.filter(({ action }) => action !== 'remove') : found;
  const strongest =
    comparisons.find(({ class: one }) => one === 'differs') ??
    comparisons.find(({ class: one }) => one === 'only-there') ??
    comparisons[0];
  const why = changes[0]?.why ?? strongest?.why ?? '';
  return compared(subject, strongest?.class ?? 'only-there', why, changes);
}

interface EntryComparison {
  readonly class: SyncClass;
  readonly why: string;
  readonly change?: SyncChange;
}

/** An entry of an address that the ledger does not suppress. */
function compareEntry(entry: EspSuppression, subject: SyncSubject, rules: SyncRules): EntryComparison {
  const { known, remembered, address } = subject;
  if (isRecentThere(entry, remembered, rules)) {
    return { class: 'too-recent', why: 'Changed there more recently than the ESP or the ledger shows.' };
  }
  if (known === null && remembered.length === 0) return compareUnknownEntry(entry, address, rules);
  const pushed = remembered.find((change) => isPushed(entry, change, rules));
  const events = known?.events ?? [];
  const releases = events.filter(
    ({ kind, list }) => kind === 'release' && (list === EVERY_LIST || list === rules.list),
  );
  const date = latestDate(entry) ?? pushed?.at ?? reportedAt(entry, events, rules);
  const since = releases.filter(({ at }) => date !== null && at >= wholeSecond(date));
  if (since.length > 0) {
    const complaint = latestOf(events.filter(({ kind }) => kind === 'complaint'));
    const hasProof = since.some((one) => one.hasProof && (complaint === null || one.at >= complaint.at));
    return compareReleasedEntry(entry, hasProof, address, rules);
  }
  if (pushed !== undefined) {
    return { class: 'only-there', why: 'Added from here; no operator has released it since.' };
  }
  if (releases.length > 0 && date === null) {
    return { class: 'differs', why: 'Released here, and the ESP gives no date: it may be older or newer.' };
  }
  if (isReported(entry, events, rules)) {
    return { class: 'only-there', why: 'Known here; the policy does not suppress for it.' };
  }
  return compareUnknownEntry(entry, address, rules);
}

/** An entry that the ledger has no evidence of. */
function compareUnknownEntry(entry: EspSuppression, address: string, rules: SyncRules): EntryComparison {
  if (endsByItself(entry, rules) && !isLasting(entry)) {
    return { class: 'only-there', why: 'It ends there by itself.' };
  }
  const why = "On the ESP's list, and unknown here.";
  const { list, now: at } = rules;
  return {
    class: 'only-there',
    why,
    change: { action: 'take-in', address, as: entry.reason, why, entry, list, at },
  };
}

/** An entry whose address an operator released after the entry's date. @param hasProof one of the releases has */
function compareReleasedEntry(
  entry: EspSuppression,
  hasProof: boolean,
  address: string,
  rules: SyncRules,
): EntryComparison {
  const obstacle = removalObstacle(entry, hasProof, rules);
  if (obstacle !== null) return { class: 'differs', why: obstacle };
  const why = "Released here by an operator, after the ESP's date.";
  return { class: 'differs', why, change: { action: 'remove', address, as: entry.reason, why, entry } };
}

/** Why a released entry stays; null where it can be removed. */
function removalObstacle(entry: EspSuppression, hasProof: boolean, rules: SyncRules): string | null {
  const able = listOf(entry, rules)?.remove ?? null;
  if (able === null || able.refuses.includes(entry.reason)) {
    return `Released here; the ESP lifts no entry with the reason ${entry.reason} through its API.`;
  }
  if (entry.reason === 'complaint' && !hasProof) {
    return 'Released here without the proof that a complaint needs.';
  }
  if (endsByItself(entry, rules)) return 'Released here; it ends there by itself.';
  return null;
}

function compareBoth(subject: SyncSubject, rules: SyncRules): Comparison {
  const { theirs, ours, known, remembered, address } = subject;
  const [entry, own] = [theirs[0], ours[0]];
  const isPlain = theirs.length === 1 && ours.length === 1 && remembered.length === 0;
  if (isPlain && entry && own && espReasonOf(own.reason) === entry.reason) {
    return compared(subject, 'both', '');
  }
  const standing = theirs.filter((entry) => !isRemovedRecently(entry, remembered, rules));
  if (standing.length === 0) {
    return compared(subject, 'too-recent', 'Removed there more recently than the ESP shows.');
  }
  const isPushedEntry = (entry: EspSuppression) =>
    remembered.some((change) => isPushed(entry, change, rules));
  const changes = standing.flatMap((entry): readonly SyncChange[] => {
    if (!isNewDecision(entry, ours) || isPushedEntry(entry)) return [];
    if (isRecentThere(entry, remembered, rules) || isReported(entry, known?.events ?? [], rules)) return [];
    const why = `The recipient's ${entry.reason} at the ESP is unknown here.`;
    const { list, now: at } = rules;
    return [{ action: 'take-in', address, as: entry.reason, why, entry, list, at }];
  });
  if (changes[0] !== undefined) return compared(subject, 'differs', changes[0].why, changes);
  const isSame = standing.some(
    (entry) => isPushedEntry(entry) || ours.some(({ reason }) => isSameReason(reason, entry.reason)),
  );
  return isSame
    ? compared(subject, 'both', '')
    : compared(subject, 'differs', 'Suppressed on both sides, for other reasons.');
}

/** A complaint or an unsubscription that is no reason here. */
function isNewDecision({ reason }: EspSuppression, ours: readonly OwnSuppression[]): boolean {
  return isRecipientsDecision(reason) && !ours.some((own) => espReasonOf(own.reason) === reason);
}

/** Some ESPs show no end of entries that all have one. */
function endsByItself(entry: EspSuppression, rules: SyncRules): boolean {
  return entry.expiresAt !== null || listOf(entry, rules)?.expires === 'always';
}

/** Permanent by its meaning, although the ESP's entry has an end. */
function isLasting({ reason }: EspSuppression): boolean {
  return isRecipientsDecision(reason) || reason === 'hard-bounce' || reason === 'invalid-address';
}

function isRecentThere(
  entry: EspSuppression,
  remembered: readonly RememberedChange[],
  rules: SyncRules,
): boolean {
  const isYoung = entry.createdAt !== null && entry.createdAt > rules.now - lagOf(rules);
  return isYoung || isRemovedRecently(entry, remembered, rules);
}

function isRemovedRecently(
  entry: EspSuppression,
  remembered: readonly RememberedChange[],
  rules: SyncRules,
): boolean {
  return remembered.some(
    ({ action, list, at }) => action === 'remove' && list === entry.list && at > rules.now - lagOf(rules),
  );
}

/** Whether an entry is the one that was added from here: same list and reason, and its date is that of the addition. */
function isPushed(entry: EspSuppression, change: RememberedChange, rules: SyncRules): boolean {
  if (change.action !== 'add' || change.list !== entry.list) return false;
  if (change.as !== entry.reason && entry.reason !== 'unknown') return false;
  const tolerance = DATE_TOLERANCE + lagOf(rules);
  return entry.createdAt === null || Math.abs(entry.createdAt - change.at) <= tolerance;
}

/** Whether the ledger holds what the source reported of the entry, at the entry's date or later. */
function isReported(entry: EspSuppression, events: readonly KnownEvent[], rules: SyncRules): boolean {
  const at = reportedAt(entry, events, rules);
  return at !== null && (entry.createdAt === null || at >= wholeSecond(entry.createdAt) - EVENT_TOLERANCE);
}

/** When the source last reported what the entry says; null where it did not. */
function reportedAt(
  entry: EspSuppression,
  events: readonly KnownEvent[],
  { source }: SyncRules,
): number | null {
  const kinds = kindsReporting(entry.reason);
  const reports = events.filter((event) => event.source === source && kinds.includes(event.kind));
  return latestOf(reports)?.at ?? null;
}

function latestOf(events: readonly KnownEvent[]): KnownEvent | null {
  return events.reduce<KnownEvent | null>(
    (last, event) => (last && last.at >= event.at ? last : event),
    null,
  );
}

/** When an entry was made, at the latest: some ESPs give only the day. */
function latestDate({ createdAt }: EspSuppression): number | null {
  return createdAt !== null && createdAt % DAY === 0 ? createdAt + DAY - SECOND : createdAt;
}

/** The ledger's times are whole seconds. */
function wholeSecond(time: number): number {
  return Math.floor(time / SECOND) * SECOND;
}

function lagOf({ capability }: SyncRules): number {
  return capability.lagSeconds * SECOND;
}

function listOf(entry: EspSuppression, { capability }: SyncRules): SuppressionListCapability | undefined {
  return capability.lists.find(({ name }) => name === entry.list);
}

function compared(
  { address, ours, theirs }: SyncSubject,
  className: SyncClass,
  why: string,
  changes: readonly SyncChange[] = NO_CHANGES,
): Comparison {
  return {
    address,
    class: className,
    here: ours[0]?.reason ?? null,
    there: theirs[0]?.reason ?? null,
    why,
    changes,
  };
}
