/** Between the time of signing and ours, as the libraries of Standard Webhooks have it. */
export const TOLERANCE_SECONDS = 300;

/**
 * Whether a signature's clock is near enough to ours, either way. `seconds` is the timestamp as the ESP wrote
 * it, in seconds since 1970; `now` is in milliseconds. The bound itself still counts as fresh.
 */
export function isFresh(seconds: string, now: number, toleranceSeconds: number): boolean {
  if (!/^\d{1,12}(\.\d{1,9})?$/.test(seconds)) return false;
  return Math.abs(Math.floor(now / 1000) - Math.floor(Number(seconds))) <= toleranceSeconds;
}
