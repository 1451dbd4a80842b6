/** The most names whose buckets are kept: a caller may have many addresses. */
const MAX_BUCKETS = 10_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Takes a token of a name's bucket; false when it has none left. */
export type TakeToken = (name: string, ratePerSecond: number) => boolean;

/**
 * Token buckets by name: `ratePerSecond` tokens a second, bursts of twice that. The bucket that was used longest ago
 * goes where there are too many.
 *
 * @param now milliseconds since 1970
 */
export function createBuckets(now: () => number, maxBuckets = MAX_BUCKETS): TakeToken {
  const buckets = new Map<string, Bucket>();
  return (name, ratePerSecond) => {
    const capacity = ratePerSecond * 2;
    const time = now();
    const bucket = buckets.get(name) ?? { tokens: capacity, at: time };
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > maxBuckets) removeFirst(buckets);
    const elapsed = Math.max(0, time - bucket.at) / 1000;
    bucket.tokens = Math.min(capacity, bucket.tokens + elapsed * ratePerSecond);
    bucket.at = time;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}

function removeFirst(buckets: Map<string, Bucket>): void {
  for (const name of buckets.keys()) {
    buckets.delete(name);
    return;
  }
}
