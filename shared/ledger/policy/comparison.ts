/** Compares two policies on one record, list by list. Pure. */
import type { AddressRecord } from '../record/address-record.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { EVERY_LIST, type ListVerdict } from './list-verdict.ts';
import { appliesTo, verdictsAt } from './verdicts.ts';

/** A list whose answer differs: the deciding verdicts, null where none does. */
export interface ListChange {
  /** `*` stands for every list that is not named beside it. */
  readonly list: string;
  readonly before: ListVerdict | null;
  readonly after: ListVerdict | null;
}

export interface ComparedPolicies {
  readonly current: CompiledPolicy;
  readonly changed: CompiledPolicy;
  /** Lists of either configuration: those that may have a policy of their own, or be transactional. */
  readonly lists: readonly string[];
}

/**
 * The lists about which `changed` answers otherwise than `current` at `now` (seconds since 1970): suppressed or not,
 * for another reason, or until another time. A list that only follows `*` is not named.
 */
export function changedLists(
  record: AddressRecord,
  policies: ComparedPolicies,
  now: number,
): readonly ListChange[] {
  const before = verdictsAt(record, policies.current, now);
  const after = verdictsAt(record, policies.changed, now);
  const named = [...policies.lists, ...before.map(({ list }) => list), ...after.map(({ list }) => list)];
  const changeOn = (list: string): ListChange => ({
    list,
    before: before.find((verdict) => appliesTo(verdict, list, policies.current)) ?? null,
    after: after.find((verdict) => appliesTo(verdict, list, policies.changed)) ?? null,
  });
  const everywhere = changeOn(EVERY_LIST);
  const changes = [...new Set(named)]
    .filter((list) => list !== EVERY_LIST)
    .map(changeOn)
    .filter(
      (change) =>
        !sameAnswer(change.before, everywhere.before) || !sameAnswer(change.after, everywhere.after),
    );
  return [everywhere, ...changes].filter(({ before: was, after: is }) => !sameAnswer(was, is));
}

function sameAnswer(a: ListVerdict | null, b: ListVerdict | null): boolean {
  return a?.suppressionReason === b?.suppressionReason && a?.until === b?.until;
}
