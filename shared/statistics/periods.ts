/** Hours and days, UTC, in which counts are added up. */
import { DAY, HOUR } from '../ledger/time.ts';

export type PeriodLength = 'hour' | 'day';

export interface Period {
  readonly by: PeriodLength;
  /** Seconds since 1970. */
  readonly start: number;
}

export const secondsOf: Readonly<Record<PeriodLength, number>> = { hour: HOUR, day: DAY };

/** How long counts of a period are kept after its end, seconds. */
export const keptFor: Readonly<Record<PeriodLength, number>> = { hour: 100 * DAY, day: 1_100 * DAY };

/** An event that came later than this counts by the hour at its day's midnight: imports reach back for years. */
const MAX_HOURLY_AGE = 2 * DAY;

/** An event's clock may run ahead by this much; further ahead it counts as of its arrival. */
const MAX_AHEAD = 15 * 60;

/**
 * The hour and the day that an event counts for.
 * @param at when it happened, seconds since 1970
 * @param recordedAt when it was recorded
 */
export function periodsOf(at: number, recordedAt: number): readonly Period[] {
  const time = at > recordedAt + MAX_AHEAD ? recordedAt : at;
  const day = startOf('day', time);
  const hour = recordedAt - time > MAX_HOURLY_AGE ? day : startOf('hour', time);
  return [
    { by: 'hour', start: hour },
    { by: 'day', start: day },
  ];
}

/** The start of the period that a time lies in. */
export function startOf(by: PeriodLength, time: number): number {
  return Math.floor(time / secondsOf[by]) * secondsOf[by];
}

/** The starts of all periods from `from` to before `to`. */
export function periodsBetween(by: PeriodLength, from: number, to: number): readonly Period[] {
  const periods: Period[] = [];
  for (let start = startOf(by, from); start < to; start += secondsOf[by]) periods.push({ by, start });
  return periods;
}
