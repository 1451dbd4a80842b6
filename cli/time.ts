/** Times on the command line. */

const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };
/** A day, or a time; UTC by default. */
const MOMENT = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/i;

/**
 * A time, or how long ago it was: `2026-05-01`, `2026-05-01T12:00:00Z`, `36h`, `7d`.
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970; NaN when it is none
 */
export function parseTime(text: string, now: number): number {
  const ago = /^(\d{1,4})([hd])$/.exec(text);
  const unit = UNITS[ago?.[2] ?? ''];
  if (unit !== undefined) return now - Number(ago?.[1]) * unit;
  const moment = MOMENT.exec(text);
  if (moment === null) return Number.NaN;
  return Date.parse(text.includes('T') && moment[1] === undefined ? `${text}Z` : text);
}
