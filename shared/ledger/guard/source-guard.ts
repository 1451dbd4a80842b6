/**
 * The source guard: one leaked secret must not suppress everyone its holder knows. It holds back what a source
 * suppresses beyond its own measure, all causes together, counted by arrival, because an event may state any time. Pure.
 */
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { StoredVerdict } from '../policy/list-verdict.ts';
import type { SourceGuardThreshold } from '../policy/settings.ts';
import type { SuppressionReason } from '../policy/suppression-reason.ts';
import { MINUTE } from '../time.ts';
import type { GuardIncident } from './incident.ts';
import { dailyMean, dayOf, maxHold, type WatchedCounts } from './window.ts';

/** The threshold of the source guard: sources report on several lists, so it is the general policy's. Null: no guard. */
export function sourceThreshold(policy: CompiledPolicy): SourceGuardThreshold | null {
  return policy.general.settings.sourceGuard;
}

/**
 * Whether so many addresses in a window are so far beyond the source's mean that bounces wait for the operator. Where a
 * source has no history the ratio of the two multiples applies to the least number of addresses.
 */
export function mustWait(
  addresses: number,
  watched: Pick<WatchedCounts, 'counts' | 'last'>,
  threshold: SourceGuardThreshold,
  now: number,
): boolean {
  const { waitTimesMean, timesMean, addresses: least } = threshold;
  const mean = dailyMean(watched, dayOf(now));
  return addresses >= Math.max(mean * waitTimesMean, least * (waitTimesMean / Math.max(timesMean, 1)));
}

/** Reasons that apply after the hold without a decision: what a recipient asked for is not withheld for long. */
const CONFIRMED_BY_TIME: readonly SuppressionReason[] = ['complaint', 'unsubscribe'];

/**
 * Until when an incident of a verdict's source holds the verdict back: null when it does not, 0 permanently because it
 * was dismissed. What waits for the operator has no end that is known: then it is a time at which to ask again.
 */
export function heldBySource(
  incident: GuardIncident,
  { recordedAt, suppressionReason }: Pick<StoredVerdict, 'recordedAt' | 'suppressionReason'>,
  threshold: SourceGuardThreshold,
  now: number,
): number | null {
  if (recordedAt === null || recordedAt < incident.from || recordedAt >= incident.until) return null;
  if (incident.decided === 'confirmed') return null;
  if (incident.decided === 'dismissed') return 0;
  const until = Math.min(incident.until, recordedAt + maxHold(threshold));
  if (now < until) return until;
  if (!incident.waits || CONFIRMED_BY_TIME.includes(suppressionReason)) return null;
  return now + threshold.holdMinutes * MINUTE;
}
