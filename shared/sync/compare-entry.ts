/** The rules for one entry of an ESP's list whose address the ledger does not suppress. */
import type { EspSuppression } from '../esp-api/types.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import {
  endsByItself,
  isLasting,
  isPushed,
  isRecentThere,
  isReported,
  latestDate,
  latestOf,
  listOf,
  reportedAt,
  wholeSecond,
} from './entry-facts.ts';
import type { SyncChange, SyncClass, SyncRules, SyncSubject } from './types.ts';

export interface EntryComparison {
  readonly class: SyncClass;
  readonly why: string;
  readonly change?: SyncChange;
}

/** An entry of an address that the ledger does not suppress. */
export function compareEntry(entry: EspSuppression, subject: SyncSubject, rules: SyncRules): EntryComparison {
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
