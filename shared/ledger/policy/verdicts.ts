/** From a record to the verdicts of its lists. */
import type { AddressRecord } from '../record/address-record.ts';
import { type TextTable, textOf } from '../record/text-table.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { computeHolds, type Hold } from './holds.ts';
import { activeHolds, CLOCK_TOLERANCE, EVERY_LIST, type ListVerdict, MANUAL_RULE } from './list-verdict.ts';

/**
 * Every active verdict at `now` (seconds since 1970), strongest first. Events from further in the future than clocks
 * may err do not count yet: that is decided here, at reading, so that what is stored stays independent of any clock.
 */
export function verdictsAt(
  record: AddressRecord,
  policy: CompiledPolicy,
  now: number,
): readonly ListVerdict[] {
  const latest = now + CLOCK_TOLERANCE;
  const events = record.events.some(({ at }) => at > latest)
    ? record.events.filter(({ at }) => at <= latest)
    : record.events;
  return activeHolds(computeHolds(events, policy), now).map((hold) => toVerdict(hold, record.texts));
}

/**
 * Every hold that a record's events make, whatever the time: what is stored for the index and the stream. One that a
 * stronger one covers names no rule, which is most of what it would cost.
 */
export function allVerdicts(record: AddressRecord, policy: CompiledPolicy): readonly ListVerdict[] {
  const verdicts = computeHolds(record.events, policy).map((hold) => toVerdict(hold, record.texts));
  const uncovered = uncoveredVerdicts(verdicts, policy);
  if (uncovered.length === verdicts.length) return verdicts;
  return verdicts.map((verdict) => (uncovered.includes(verdict) ? verdict : { ...verdict, rule: '' }));
}

/** Verdicts without those that a stronger one covers for as long as they last: what a sender can tell apart. */
export function uncoveredVerdicts<T extends ListVerdict>(
  verdicts: readonly T[],
  policy: CompiledPolicy,
): readonly T[] {
  const uncovered: T[] = [];
  for (const verdict of verdicts) {
    if (!uncovered.some((stronger) => covers(stronger, verdict, policy))) uncovered.push(verdict);
  }
  return uncovered;
}

/** A hold with the name of its rule. */
function toVerdict(hold: Hold, texts: TextTable): ListVerdict {
  const { list, suppressionReason, code, since, until, exceptTransactional, textHash, source } = hold;
  const rule = suppressionReason === 'manual' ? MANUAL_RULE : textOf(texts, textHash);
  const verdict: ListVerdict = { list, suppressionReason, code, rule, since, until, source };
  return exceptTransactional ? { ...verdict, exceptTransactional } : verdict;
}

/** Whether no list can ever tell that `weaker` holds, because `stronger` does. */
function covers(stronger: ListVerdict, weaker: ListVerdict, policy: CompiledPolicy): boolean {
  if (stronger.until !== null && (weaker.until === null || weaker.until > stronger.until)) return false;
  const everywhere = stronger.list === EVERY_LIST && !policy.hasOwnPolicy(weaker.list);
  if (stronger.list !== weaker.list && !everywhere) return false;
  const spares = stronger.exceptTransactional === true && !weaker.exceptTransactional;
  return !spares || (weaker.list !== EVERY_LIST && !policy.isTransactional(weaker.list));
}

/** Whether a verdict decides about mail of `list`; undefined stands for any list. */
export function appliesTo(verdict: ListVerdict, list: string | undefined, policy: CompiledPolicy): boolean {
  if (list === undefined) return true;
  if (policy.hasOwnPolicy(list)) return verdict.list === list;
  if (verdict.list === list) return true;
  return verdict.list === EVERY_LIST && !(verdict.exceptTransactional && policy.isTransactional(list));
}
