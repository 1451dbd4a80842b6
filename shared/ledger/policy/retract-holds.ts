import type { AddressRecord } from '../record/address-record.ts';
import { retractEvents } from '../record/merge-events.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { computeHolds, type Hold } from './holds.ts';

/**
 * The record without the events that began certain holds: they are retracted until no such hold is left, so that an
 * earlier event of the same kind does not take the place of a retracted one.
 */
export function retractHolds(
  record: AddressRecord,
  policy: CompiledPolicy,
  isRetracted: (hold: Hold) => boolean,
): AddressRecord {
  let current = record;
  for (;;) {
    const holds = computeHolds(current.events, policy).filter(isRetracted);
    const next = retractEvents(current, (event) =>
      holds.some(
        ({ since, source, textHash }) =>
          event.at === since && event.source === source && event.textHash === textHash,
      ),
    );
    if (next === current) return current;
    current = next;
  }
}
