/** The ledger's unit of time is the second: times are seconds since 1970, and these are spans. */
export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
