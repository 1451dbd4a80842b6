/** The window of an incident: how many addresses within how many minutes are too many for a subject. Pure. */
import type { GuardThreshold } from '../policy/settings.ts';
import { DAY, MINUTE } from '../time.ts';
import type { GuardCounts, GuardIncident } from './incident.ts';

/** Days over which a subject's daily mean is taken. */
export const MEAN_DAYS = 7;

/** The longest time from a verdict's beginning for which it is held back, seconds: the window and the hold. */
export function maxHold(threshold: GuardThreshold): number {
  return (threshold.withinMinutes + threshold.holdMinutes) * MINUTE;
}

/** The minute since 1970 of a time in seconds. */
export function minuteOf(seconds: number): number {
  return Math.floor(seconds / MINUTE);
}

/** The day since 1970 of a time in seconds. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY);
}

/** A span of time in which a subject has an incident, seconds since 1970. */
export type IncidentWindow = Pick<GuardIncident, 'from' | 'until' | 'addresses'>;

/** The counters of a subject beside its threshold. */
export interface WatchedCounts {
  readonly counts: GuardCounts;
  readonly threshold: GuardThreshold;
  /** The subject's last incident, where it had one. */
  readonly last: Pick<GuardIncident, 'from' | 'until'> | null;
}

/**
 * What a subject has in a day, on the mean of the seven before. Days of its last incident are left out, so that one
 * incident does not hide the next.
 */
export function dailyMean({ counts, last }: Pick<WatchedCounts, 'counts' | 'last'>, today: number): number {
  let sum = 0;
  let counted = 0;
  for (let day = today - MEAN_DAYS; day < today; day++) {
    if (last !== null && day >= dayOf(last.from) && day <= dayOf(last.until)) continue;
    sum += counts.days.get(day) ?? 0;
    counted++;
  }
  return counted === 0 ? 0 : sum / counted;
}

/**
 * The window that counting at `times` made, over every window that they lie in; null when none has enough addresses.
 *
 * @param times Seconds since 1970, at least one.
 */
export function widestWindow(watched: WatchedCounts, times: readonly number[]): IncidentWindow | null {
  const { threshold } = watched;
  if (addressesIn(watched.counts) < threshold.addresses) return null;
  const windows = lastMinutes(times, threshold).flatMap((minute) => windowEnding(watched, minute) ?? []);
  if (windows.length === 0) return null;
  return {
    from: Math.min(...windows.map(({ from }) => from)),
    until: (minuteOf(Math.max(...times)) + 1 + threshold.holdMinutes) * MINUTE,
    addresses: Math.max(...windows.map(({ addresses }) => addresses)),
  };
}

/** The addresses of every minute: no window has more. */
function addressesIn({ minutes }: GuardCounts): number {
  let addresses = 0;
  for (const count of minutes.values()) addresses += count;
  return addresses;
}

/** The window that ends with `minute`; null when it has too few addresses. */
function windowEnding(watched: WatchedCounts, minute: number): Omit<IncidentWindow, 'until'> | null {
  const { counts, threshold } = watched;
  const mean = dailyMean(watched, dayOf(minute * MINUTE));
  let addresses = 0;
  for (let m = minute - threshold.withinMinutes + 1; m <= minute; m++)
    addresses += counts.minutes.get(m) ?? 0;
  if (addresses < Math.max(threshold.addresses, mean * threshold.timesMean)) return null;
  return { from: (minute + 1 - threshold.withinMinutes) * MINUTE, addresses };
}

/** The last minutes of the windows that `times` lie in. */
function lastMinutes(times: readonly number[], { withinMinutes }: GuardThreshold): readonly number[] {
  const last = new Set<number>();
  for (const first of new Set(times.map(minuteOf))) {
    for (let minute = first; minute < first + withinMinutes; minute++) last.add(minute);
  }
  return [...last];
}

/**
 * The counters that no window and no mean looks at any more.
 *
 * @param oldest The oldest time that may still be counted, seconds since 1970.
 */
export function staleCounters(
  { minutes, days }: GuardCounts,
  oldest: number,
  { withinMinutes }: GuardThreshold,
): { readonly minutes: readonly number[]; readonly days: readonly number[] } {
  const firstMinute = minuteOf(oldest) - withinMinutes;
  const firstDay = dayOf(oldest) - MEAN_DAYS - 1;
  return {
    minutes: [...minutes.keys()].filter((minute) => minute < firstMinute),
    days: [...days.keys()].filter((day) => day < firstDay),
  };
}
