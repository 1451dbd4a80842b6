import type { AddressRecord } from '../record/address-record.ts';
import { DAY } from '../time.ts';
import type { ListVerdict } from './list-verdict.ts';

/** A record lives this long after its last event unless a verdict has no end: longer than any policy looks back. */
export const RECORD_DAYS = 400;

/** When nothing depends on a record any more, seconds since 1970; null while a verdict has no end. */
export function expiryOf({ events }: AddressRecord, verdicts: readonly ListVerdict[]): number | null {
  let last = (events[0]?.at ?? 0) + RECORD_DAYS * DAY;
  for (const { until } of verdicts) {
    if (until === null) return null;
    last = Math.max(last, until + DAY);
  }
  return last;
}
