/** What an entry of an ESP's list is, beside what the ledger knows and what was done there from here. */
import type { EspSuppression, SuppressionListCapability } from '../esp-api/types.ts';
import { espReasonOf, isRecipientsDecision } from './reasons.ts';
import { kindsReporting } from './take-in.ts';
import type { KnownEvent, OwnSuppression, RememberedChange, SyncRules } from './types.ts';

/** Milliseconds by which an ESP's date of an entry that was added from here may differ from ours. */
const DATE_TOLERANCE = 600_000;

/** Milliseconds by which an entry may be younger than the event that it was made for. */
const EVENT_TOLERANCE = 60_000;

const SECOND = 1_000;
const DAY = 86_400 * SECOND;

/** A complaint or an unsubscription that is no reason here. */
export function isNewDecision({ reason }: EspSuppression, ours: readonly OwnSuppression[]): boolean {
  return isRecipientsDecision(reason) && !ours.some((own) => espReasonOf(own.reason) === reason);
}

/** Some ESPs show no end of entries that all have one. */
export function endsByItself(entry: EspSuppression, rules: SyncRules): boolean {
  return entry.expiresAt !== null || listOf(entry, rules)?.expires === 'always';
}

/** Permanent by its meaning, although the ESP's entry has an end. */
export function isLasting({ reason }: EspSuppression): boolean {
  return isRecipientsDecision(reason) || reason === 'hard-bounce' || reason === 'invalid-address';
}

export function isRecentThere(
  entry: EspSuppression,
  remembered: readonly RememberedChange[],
  rules: SyncRules,
): boolean {
  const isYoung = entry.createdAt !== null && entry.createdAt > rules.now - lagOf(rules);
  return isYoung || isRemovedRecently(entry, remembered, rules);
}

export function isRemovedRecently(
  entry: EspSuppression,
  remembered: readonly RememberedChange[],
  rules: SyncRules,
): boolean {
  return remembered.some(
    ({ action, list, at }) => action === 'remove' && list === entry.list && at > rules.now - lagOf(rules),
  );
}

/** Whether an entry is the one that was added from here: same list and reason, and its date is that of the addition. */
export function isPushed(entry: EspSuppression, change: RememberedChange, rules: SyncRules): boolean {
  if (change.action !== 'add' || change.list !== entry.list) return false;
  if (change.as !== entry.reason && entry.reason !== 'unknown') return false;
  const tolerance = DATE_TOLERANCE + lagOf(rules);
  return entry.createdAt === null || Math.abs(entry.createdAt - change.at) <= tolerance;
}

/** Whether the ledger holds what the source reported of the entry, at the entry's date or later. */
export function isReported(entry: EspSuppression, events: readonly KnownEvent[], rules: SyncRules): boolean {
  const at = reportedAt(entry, events, rules);
  return at !== null && (entry.createdAt === null || at >= wholeSecond(entry.createdAt) - EVENT_TOLERANCE);
}

/** When the source last reported what the entry says; null where it did not. */
export function reportedAt(
  entry: EspSuppression,
  events: readonly KnownEvent[],
  { source }: SyncRules,
): number | null {
  const kinds = kindsReporting(entry.reason);
  const reports = events.filter((event) => event.source === source && kinds.includes(event.kind));
  return latestOf(reports)?.at ?? null;
}

export function latestOf(events: readonly KnownEvent[]): KnownEvent | null {
  return events.reduce<KnownEvent | null>(
    (last, event) => (last && last.at >= event.at ? last : event),
    null,
  );
}

/** When an entry was made, at the latest: some ESPs give only the day. */
export function latestDate({ createdAt }: EspSuppression): number | null {
  return createdAt !== null && createdAt % DAY === 0 ? createdAt + DAY - SECOND : createdAt;
}

/** The ledger's times are whole seconds. */
export function wholeSecond(time: number): number {
  return Math.floor(time / SECOND) * SECOND;
}

export function lagOf({ capability }: SyncRules): number {
  return capability.lagSeconds * SECOND;
}

export function listOf(
  entry: EspSuppression,
  { capability }: SyncRules,
): SuppressionListCapability | undefined {
  return capability.lists.find(({ name }) => name === entry.list);
}
