/** 31 December 9999: what is beyond is no time. */
const LATEST = 253_402_300_799_999;
/** As seconds this is the year 5138, as milliseconds it is 1973: it tells one from the other. */
const SECONDS_END = 100_000_000_000;

/**
 * Milliseconds since 1970 UTC of a time as ESPs write it, or null when it is none:
 * - a number or a numeric text, with or without decimals, in the unit given; one too great for it is taken in
 *   milliseconds, or in microseconds;
 * - ISO 8601 with up to nine decimals; `2024-05-01 12:30:00` or `2024/05/01 12:30:00`, which is UTC unless it says
 *   otherwise;
 * - `5/1/2024 12:30:00 PM`, month first, UTC;
 * - `Wed, 01 May 2024 12:30:00 +0000 (UTC)` (RFC 5322);
 * - `Wed May 01 2024 12:30:00 GMT+0000 (UTC)`, `Wed May  1 12:30:00 2024`, as languages print it; UTC unless it says
 *   otherwise.
 */
export function parseTime(value: unknown, unit: 'seconds' | 'milliseconds' = 'seconds'): number | null {
  if (typeof value === 'number') return epoch(value, unit);
  if (typeof value !== 'string' || value.length > 64) return null;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return epoch(Number(text), unit);
  return iso(text) ?? american(text) ?? mailDate(text) ?? printed(text);
}

function epoch(count: number, unit: 'seconds' | 'milliseconds'): number | null {
  if (unit === 'seconds' && count < SECONDS_END) return plausible(count * 1000);
  return plausible(count > LATEST ? count / 1000 : count);
}

function plausible(milliseconds: number): number | null {
  return milliseconds > 0 && milliseconds <= LATEST ? Math.floor(milliseconds) : null;
}

const ISO =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

function iso(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = 0, minute = 0, second = 0, fraction = '', zone = 'Z'] = match;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const local = civil(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return local === null ? null : plausible(local + milliseconds - offset(zone));
}

const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AP])M)?$/i;

function american(text: string): number | null {
  const match = AMERICAN.exec(text);
  if (!match) return null;
  const [, month, day, year, hour, minute, second = 0, half] = match;
  const hours =
    half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0);
  const moment = civil(Number(year), Number(month), Number(day), hours, Number(minute), Number(second));
  return moment === null ? null : plausible(moment);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MAIL_DATE =
  /^(?:[a-z]{3},? )?(\d{1,2}) ([a-z]{3})[a-z]* (\d{4}) (\d{1,2}):(\d\d)(?::(\d\d))? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?(?: \([a-z ]{1,40}\))?$/i;

function mailDate(text: string): number | null {
  const match = MAIL_DATE.exec(text);
  if (!match) return null;
  const [, day, month = '', year, hour, minute, second = 0, zone = 'Z'] = match;
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const local = civil(Number(year), number, Number(day), Number(hour), Number(minute), Number(second));
  return local === null ? null : plausible(local - offset(zone));
}

const CLOCK = String.raw`(\d\d):(\d\d):(\d\d)`;
const ZONE = String.raw`(?:UTC|GMT)?([+-]\d\d:?\d\d)?(?: \([\w +:-]{1,40}\))?`;
const PRINTED = [
  new RegExp(`^(?:[a-z]{3} )?([a-z]{3}) +(\\d{1,2}) (\\d{4}) ${CLOCK} ?${ZONE}$`, 'i'),
  new RegExp(`^(?:[a-z]{3} )?([a-z]{3}) +(\\d{1,2}) ${CLOCK} ?${ZONE} ?(\\d{4})$`, 'i'),
] as const;

/** Month first, with the year before the time of day or at the end. */
function printed(text: string): number | null {
  const [yearFirst, yearLast] = PRINTED.map((pattern) => pattern.exec(text));
  const [, month = '', day, ...rest] = yearFirst ?? yearLast ?? [];
  const [year, hour, minute, second, zone] = yearFirst ? rest : [rest[4], rest[0], rest[1], rest[2], rest[3]];
  const number = MONTHS.indexOf(month.toLowerCase()) + 1;
  const local = civil(Number(year), number, Number(day), Number(hour), Number(minute), Number(second));
  return local === null ? null : plausible(local - offset(zone ?? 'Z'));
}

/** A date and a time of day in UTC; null for the 31st of June or the 25th hour. */
function civil(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  const moment = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(moment);
  const same = back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60;
  return same ? moment : null;
}

/** Milliseconds east of UTC of `Z`, `+02`, `+0200`, `+02:00`. */
function offset(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return 0;
  const [, sign, hours, minutes = 0] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
