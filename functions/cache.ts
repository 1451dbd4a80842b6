/** How long a value is served before it is read again, milliseconds. */
const MAX_AGE_MS = 5 * 60_000;

/**
 * Serves a value for five minutes, then reads it again. A read that fails leaves the known value in place: a secret
 * that SSM does not return for a moment is still the secret.
 *
 * @returns rejects only while no read has succeeded
 */
export function createCache<Value>(read: () => Promise<Value>, now: () => number): () => Promise<Value> {
  let known: { readonly value: Value; readonly at: number } | null = null;
  let reading: Promise<Value> | null = null;
  return async () => {
    if (known && now() - known.at < MAX_AGE_MS) return known.value;
    reading ??= read().finally(() => {
      reading = null;
    });
    try {
      known = { value: await reading, at: now() };
    } catch (error) {
      if (known === null) throw error;
    }
    return known.value;
  };
}
