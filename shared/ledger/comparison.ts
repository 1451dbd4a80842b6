/** What another policy would make of an address, as those who ask about a list would hear it. Pure. */
import type { Judge } from './judge.ts';
import { EVERY_LIST, type ListVerdict } from './ledger.ts';
import type { AddressRecord } from './record.ts';
import { applies, verdictsOf } from './verdict.ts';

/** A list about which the answer would be another: the verdicts that decide, null where none does. */
export interface ListChange {
  /** `*` stands for every list that is not named beside it. */
  readonly list: string;
  readonly before: ListVerdict | null;
  readonly after: ListVerdict | null;
}

export interface Judges {
  readonly current: Judge;
  readonly changed: Judge;
  /** Lists of either configuration: those that may have a policy of their own, or be transactional. */
  readonly lists: readonly string[];
}

/**
 * The lists about which `changed` would answer otherwise than `current` does at `now` (seconds since 1970): suppressed
 * or not, for another reason, or until another time. A list that only follows what becomes of `*` is not named.
 */
export function changedLists(record: AddressRecord, judges: Judges, now: number): readonly ListChange[] {
  const before = verdictsOf(record, judges.current, now);
  const after = verdictsOf(record, judges.changed, now);
  const named = [...judges.lists, ...before.map(({ list }) => list), ...after.map(({ list }) => list)];
  const changeOn = (list: string): ListChange => ({
    list,
    before: before.find((verdict) => applies(verdict, list, judges.current)) ?? null,
    after: after.find((verdict) => applies(verdict, list, judges.changed)) ?? null,
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
  return a?.reason === b?.reason && a?.until === b?.until;
}
