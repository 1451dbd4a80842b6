/**
 * A token bucket a source: `rate` requests a second, bursts of twice that. API Gateway's own throttle stands
 * before it; this one answers with Retry-After and holds where there is no gateway.
 */
export function createBuckets(now: () => number): (name: string, ratePerSecond: number) => boolean {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name, ratePerSecond) => {
    const capacity = ratePerSecond * 2;
    const time = now();
    const bucket = buckets.get(name) ?? { tokens: capacity, at: time };
    bucket.tokens = Math.min(
      capacity,
      bucket.tokens + (Math.max(0, time - bucket.at) / 1000) * ratePerSecond,
    );
    bucket.at = time;
    buckets.set(name, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
}
