import { sameFields } from '../record/address-record.ts';
import { activeHolds, type ListVerdict } from './list-verdict.ts';

/** What a write changed for a sender: whether mail may be sent, or on what grounds it may not. */
export type VerdictChange = 'suppressed' | 'released' | 'altered';

/** The change between two sets of verdicts at `now`; undefined when a sender would see no difference. */
export function changeBetween(
  before: readonly ListVerdict[],
  after: readonly ListVerdict[],
  now: number,
): VerdictChange | undefined {
  const was = activeHolds(before, now);
  const is = activeHolds(after, now);
  if (was.length === 0) return is.length === 0 ? undefined : 'suppressed';
  if (is.length === 0) return 'released';
  return sameVerdicts(was, is) ? undefined : 'altered';
}

/** Whether two lists of verdicts are equal, in order. */
export function sameVerdicts(a: readonly ListVerdict[], b: readonly ListVerdict[]): boolean {
  return a.length === b.length && a.every((verdict, place) => sameFields(verdict, b[place] ?? null));
}
