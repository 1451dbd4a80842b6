/** What one removal takes away: an ESP removes by the id of an entry, or else an address from a list. */
import type { EspSuppression } from '../esp-api/types.ts';

/** Whether the removal of one of two entries of an address takes the other away as well. */
export function areRemovedTogether(a: EspSuppression, b: EspSuppression): boolean {
  return a.list === b.list && a.scope === b.scope && (!a.id || !b.id || a.id === b.id);
}

/** Whether both are the same entry of an address, read twice. Of a single address some ESPs do not give the reason. */
export function isSameEntry(a: EspSuppression, b: EspSuppression): boolean {
  const isSameReason = a.reason === b.reason || a.reason === 'unknown' || b.reason === 'unknown';
  return areRemovedTogether(a, b) && a.espList === b.espList && isSameReason;
}
