import type { LedgerAddress } from '../../address/address.ts';
import type { ClassifiedEvent } from '../../events/event.ts';
import { absentRecord } from '../../store/record-store.ts';
import { changeBetween, type VerdictChange } from '../policy/change.ts';
import { verdictsAt } from '../policy/verdicts.ts';
import { holdsEvent, mergeEvents } from '../record/merge-events.ts';
import type { LedgerContext } from './context.ts';

/** What merging events in would change. */
export interface Preview extends Readonly<Record<VerdictChange, number>> {
  /** Events of which a record holds an earlier report. */
  readonly known: number;
}

/**
 * What recording events would change, without recording them. A guard's hold is not asked: what is pending counts as
 * suppressed. Rejects when any record cannot be read.
 */
export async function previewEvents(
  context: LedgerContext,
  events: readonly ClassifiedEvent[],
): Promise<Preview> {
  const { store, policy, keyOf, hashId } = context;
  const now = context.now();
  const byAddress = Map.groupBy(events, ({ address }) => address);
  const keys = new Map<LedgerAddress, string>(
    [...byAddress.keys()].map((address) => [address, keyOf(address)]),
  );
  const { found, failed } = await store.getMany([...keys.values()]);
  for (const error of failed.values()) throw error;
  const preview = { known: 0, suppressed: 0, released: 0, altered: 0 };
  for (const [address, own] of byAddress) {
    const { record } = found.get(keys.get(address) ?? '') ?? absentRecord;
    preview.known += own.filter((event) => holdsEvent(record, event, hashId)).length;
    const before = verdictsAt(record, policy, now);
    const change = changeBetween(
      before,
      verdictsAt(mergeEvents(record, own, hashId), policy, now),
      policy,
      now,
    );
    if (change !== undefined) preview[change]++;
  }
  return preview;
}
