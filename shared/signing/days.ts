/** Days as signed tokens carry them. */

const MS_PER_DAY = 86_400_000;

/** Days since 1970-01-01 (UTC). */
export function dayOf(date: Date): number {
  return Math.floor(date.getTime() / MS_PER_DAY);
}

/** A day as RFC 3339 writes a date: `2026-10-05`. */
export function dateOfDay(day: number): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** Whether a token of `day` is still accepted at `now`. Clocks may differ by a day. */
export function isCurrentDay(day: number, now: Date, validDays: number): boolean {
  const age = dayOf(now) - day;
  return age >= -1 && age <= validDays;
}
