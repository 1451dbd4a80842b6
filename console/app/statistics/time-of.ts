/** The times of statistics as numbers. Thousands of rows name the few buckets that there are. */
const MAX_KNOWN = 10_000;
const known = new Map<string, number>();

/** Milliseconds since 1970. */
export function timeOf(time: string): number {
  const found = known.get(time);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const parsed = Date.parse(time);
  known.set(time, parsed);
  return parsed;
}
