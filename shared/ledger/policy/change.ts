import { sameFields } from '../record/address-record.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { activeHolds, type ListVerdict, type StoredVerdict } from './list-verdict.ts';
import { uncoveredVerdicts } from './verdicts.ts';

/** What a write changed for a sender: whether mail may be sent, or on what grounds it may not. */
export type VerdictChange = 'suppressed' | 'released' | 'altered';

/** The change between two sets of verdicts at `now`; undefined when a sender would see no difference. */
export function changeBetween(
  before: readonly ListVerdict[],
  after: readonly ListVerdict[],
  policy: CompiledPolicy,
  now: number,
): VerdictChange | undefined {
  const was = uncoveredVerdicts(activeHolds(before, now), policy);
  const is = uncoveredVerdicts(activeHolds(after, now), policy);
  if (was.length === 0) return is.length === 0 ? undefined : 'suppressed';
  if (is.length === 0) return 'released';
  return was.length === is.length && was.every((one, place) => looksSame(one, is[place]))
    ? undefined
    : 'altered';
}

/** Whether a sender is told the same about two verdicts. */
function looksSame(a: ListVerdict, b: ListVerdict | undefined): boolean {
  return (
    a.list === b?.list &&
    a.suppressionReason === b.suppressionReason &&
    a.code === b.code &&
    a.rule === b.rule &&
    a.since === b.since &&
    a.until === b.until &&
    a.exceptTransactional === b.exceptTransactional
  );
}

/** Whether two lists of stored verdicts are equal, in order. */
export function sameVerdicts(a: readonly StoredVerdict[], b: readonly StoredVerdict[]): boolean {
  return a.length === b.length && a.every((verdict, place) => sameFields(verdict, b[place] ?? null));
}
