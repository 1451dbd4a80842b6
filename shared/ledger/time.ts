/** The ledger's unit of time is the second: times are seconds since 1970, and these are spans. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Seconds since 1970 as RFC 3339; null stays null. */
export function rfc3339(seconds: number): string;
export function rfc3339(seconds: number | null): string | null;
export function rfc3339(seconds: number | null): string | null {
  return seconds === null ? null : new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
