/** One address with all that both sides have of it: a comparison for each list of the ledger that is concerned. */
import type { EspSuppression } from '../esp-api/types.ts';
import { espListName } from '../intake/authority.ts';
import { EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import { compareAddress, needsLookUp } from './compare-address.ts';
import { areRemovedTogether } from './removed-together.ts';
import type { Comparison, KnownAddress, RemoveChange, SyncChange, SyncRules, SyncSubject } from './types.ts';

/** Whether what the ledger knows of the address must be asked for, before it is compared. */
export function sidesNeedLookUp({ theirs, ours }: Pick<SyncSubject, 'theirs' | 'ours'>): boolean {
  return theirs.some(({ espList }) => espList !== undefined) || needsLookUp(theirs, ours);
}

/**
 * Compares an address: its entries on the ESP's own lists with the source's list, and its entries on each list that
 * the operator made at the ESP with the list that stands for it here.
 */
export function compareSides(subject: SyncSubject, rules: SyncRules): readonly Comparison[] {
  const { theirs: all } = subject;
  if (all.length === 0 || (all.length === 1 && all[0]?.espList === undefined)) {
    const compared = compareAddress(subject, rules);
    return compared === null ? [] : [compared];
  }
  const own: EspSuppression[] = [];
  const made = new Map<string, EspSuppression[]>();
  const entries = distinct(subject.theirs);
  for (const entry of entries) {
    if (entry.espList === undefined) own.push(entry);
    else {
      const list = ledgerListOf(entry.espList, rules);
      made.set(list, [...(made.get(list) ?? []), entry]);
    }
  }
  const compared = [compareAddress({ ...subject, theirs: own }, rules)];
  for (const [list, theirs] of made) {
    const known = subject.known && forList(subject.known, list);
    compared.push(compareAddress({ ...subject, theirs, ours: [], known }, { ...rules, list }));
  }
  return withoutPartialRemovals(
    compared.filter((one) => one !== null),
    entries.filter(({ expiresAt }) => expiresAt === null || expiresAt > rules.now),
  );
}

/** An entry that another would go with stays, unless both are to be removed. */
function withoutPartialRemovals(
  compared: readonly Comparison[],
  entries: readonly EspSuppression[],
): readonly Comparison[] {
  const removals = compared.flatMap(({ changes }) => changes.filter(isRemoval));
  if (removals.length === 0) return compared;
  const isPartial = (change: SyncChange) =>
    isRemoval(change) &&
    entries.some(
      (entry) => areRemovedTogether(entry, change.entry) && !removals.some((one) => one.entry === entry),
    );
  return compared.map((one) =>
    one.changes.some(isPartial)
      ? {
          ...one,
          why: 'Released here; the ESP would lift another entry of the address with it.',
          changes: one.changes.filter((change) => !isPartial(change)),
        }
      : one,
  );
}

function isRemoval(change: SyncChange): change is RemoveChange {
  return change.action === 'remove';
}

/** An ESP may show an entry twice, where its list changes while it is read. The newest stays. */
function distinct(entries: readonly EspSuppression[]): readonly EspSuppression[] {
  if (entries.length < 2) return entries;
  const byPlace = new Map<string, EspSuppression>();
  for (const entry of entries) {
    const { list, scope = null, id = null, espList = null, reason } = entry;
    const place = JSON.stringify([list, scope, id, espList, reason]);
    const known = byPlace.get(place);
    if (known === undefined || (entry.createdAt ?? 0) > (known.createdAt ?? 0)) byPlace.set(place, entry);
  }
  return [...byPlace.values()];
}

function ledgerListOf(espList: string, { source, espLists = {} }: SyncRules): string {
  const mapped = Object.hasOwn(espLists, espList) ? espLists[espList] : undefined;
  return mapped ?? espListName(source, espList);
}

function forList(known: KnownAddress, list: string): KnownAddress {
  const applies = known.verdicts.some((verdict) => verdict.list === list || verdict.list === EVERY_LIST);
  return { ...known, suppressed: applies };
}
