import type { FailureCode } from '../../failure-codes/scheme.ts';
import type { SuppressionReason } from './suppression-reason.ts';

/** Every list. */
export const EVERY_LIST = '*';

/** The rule that the verdict of a manual action names. */
export const MANUAL_RULE = 'manual';

/** Clocks of ESPs may run ahead by this much, seconds; an event further ahead does not count until its time. */
export const CLOCK_TOLERANCE = 900;

/** The suppression of one list. Times are seconds since 1970; `until` null has no end. */
export interface ListVerdict {
  readonly list: string;
  readonly suppressionReason: SuppressionReason;
  readonly code: FailureCode;
  readonly rule: string;
  readonly since: number;
  readonly until: number | null;
  /** A complaint that holds on every list but the transactional ones. */
  readonly exceptTransactional?: boolean;
  /** The source of the event that began it. */
  readonly source: string;
}

/** A verdict as the store holds it. */
export interface StoredVerdict extends ListVerdict {
  /**
   * When the ledger first stored it, seconds since 1970 by the writer's clock: what the source guard goes by, because
   * an event may state any time. Null where no guard applies: imports, replays and manual actions.
   */
  readonly recordedAt: number | null;
}

/** Whether two verdicts suppress the same list for the same reason. */
export function isSameSuppression(
  a: Pick<ListVerdict, 'list' | 'suppressionReason'>,
  b: Pick<ListVerdict, 'list' | 'suppressionReason'>,
): boolean {
  return a.list === b.list && a.suppressionReason === b.suppressionReason;
}

/** The verdicts or holds that are not over at `now`, seconds since 1970. */
export function activeHolds<T extends Pick<ListVerdict, 'until'>>(
  holds: readonly T[],
  now: number,
): readonly T[] {
  return holds.filter(({ until }) => until === null || until > now);
}
