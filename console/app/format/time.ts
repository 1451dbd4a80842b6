/** Times in the reader's zone, with UTC beside them. */

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const timeOnly = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const day = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});
const hour = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** `12 Nov 2026, 14:05` in the reader's zone; the text itself when it is no time. */
export function formatLocal(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : dateAndTime.format(date);
}

/** `13:05 UTC`, with the date where it is another one than the reader's: `11 Nov, 23:05 UTC`. */
export function formatUtc(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return '';
  const clock = date.toISOString().slice(11, 16);
  return date.getUTCDate() === date.getDate()
    ? `${clock} UTC`
    : `${date.toISOString().slice(0, 10)} ${clock} UTC`;
}

/** Whether the reader's clock shows UTC at that time: then it need not be said twice. */
export function isUtcZone(time: string): boolean {
  return new Date(time).getTimezoneOffset() === 0;
}

const units = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 days ago`, `in 2 hours`. */
export function formatRelative(time: string, now: number = Date.now()): string {
  const seconds = Math.round((Date.parse(time) - now) / 1000);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

const axisDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const axisUtcDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** The labels of a time axis whose marks are `step` milliseconds apart: times of day, with the date where it changes. */
export function axisLabels(times: readonly number[], step: number, by: 'hour' | 'day'): string[] {
  if (by === 'day') return times.map((time) => axisUtcDay.format(time));
  let last = '';
  return times.map((time) => {
    const date = axisDay.format(time);
    if (step >= 86_400_000) return date;
    const clock = timeOnly.format(time);
    const label = date === last ? clock : `${clock}\n${date}`;
    last = date;
    return label;
  });
}

/** The name of a bucket of the statistics: a day is a day of UTC, an hour begins at the reader's clock. */
export function formatBucket(time: string, by: 'hour' | 'day'): string {
  if (by === 'day') return `${day.format(new Date(time))} (UTC day)`;
  const local = hour.format(new Date(time));
  return isUtcZone(time) ? `${local} UTC` : `${local} (${formatUtc(time)})`;
}
