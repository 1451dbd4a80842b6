/**
 * The rules of the sync, for one address: how the two sides stand to each other, and what would bring them together.
 * Pure: the same two sides give the same changes, so that a second application finds nothing to do.
 */
import type { EspSuppression } from '../esp-api/types.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import { compareReasons } from '../ledger/policy/suppression-reason.ts';
import { compareEntry } from './compare-entry.ts';
import {
  isLasting,
  isNewDecision,
  isPushed,
  isRecentThere,
  isRemovedRecently,
  isReported,
  lagOf,
} from './entry-facts.ts';
import { pushOf } from './push.ts';
import { espReasonOf, isSameReason } from './reasons.ts';
import type { Comparison, OwnSuppression, SyncChange, SyncClass, SyncRules, SyncSubject } from './types.ts';

const NO_CHANGES: readonly never[] = [];

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
