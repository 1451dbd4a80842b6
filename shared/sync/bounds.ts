/** How many changes one application may make. */

/** Changes of an application, where the operator names no other number. */
export const MAX_CHANGES = 100;
/** Part of the ESP's list that one application may remove. */
export const MAX_REMOVED_PART = 0.05;
/** Removals that a short list allows all the same. */
const MIN_REMOVALS = 10;

export interface PlannedCounts {
  readonly changes: number;
  readonly removals: number;
  /** Entries of the ESP's lists. */
  readonly listed: number;
}

/**
 * Why a plan is not applied; null where it is within the bounds.
 *
 * @param max the operator's own bound, which stands in place of both
 */
export function boundExceeded(
  { changes, removals, listed }: PlannedCounts,
  max: number | undefined,
): string | null {
  if (changes > (max ?? MAX_CHANGES)) {
    return `The plan has ${changes} changes, more than ${max ?? MAX_CHANGES}. Read it, then allow them with --max ${changes}.`;
  }
  const removable = Math.max(MIN_REMOVALS, Math.floor(listed * MAX_REMOVED_PART));
  if (max === undefined && removals > removable) {
    return `The plan removes ${removals} of ${listed} entries, more than 5 %. Read it, then allow them with --max ${changes}.`;
  }
  return null;
}
