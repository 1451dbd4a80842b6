import type { AwsConnection } from '../../shared/aws/connection.ts';
import { readSourceSecrets, type SourceSecrets } from '../../shared/aws/secrets.ts';

const MAX_AGE_MS = 5 * 60_000;
/** However often a request is rejected, SSM is asked again this seldom: forgeries must not become calls. */
const MIN_AGE_MS = 10_000;

/**
 * The secrets of each source, read once and served for five minutes. `fresh` asks past the cache, at most every ten
 * seconds a source. A read that fails leaves the known secrets in place: a forgery and an error of SSM together must
 * not turn the ESP away.
 *
 * @returns rejects with AwsError only while no read of a source has succeeded
 */
export function createSecretsCache(
  aws: AwsConnection,
  prefix: string,
  now: () => number,
): (source: string, fresh: boolean) => Promise<SourceSecrets | null> {
  const cache = new Map<string, CachedSecrets>();
  return async (source, fresh) => {
    const entry = cache.get(source) ?? { askedAt: Number.NEGATIVE_INFINITY, known: undefined, reading: null };
    cache.set(source, entry);
    const maxAge = fresh || entry.known === undefined ? MIN_AGE_MS : MAX_AGE_MS;
    if (entry.known !== undefined && now() - entry.askedAt < maxAge) return entry.known;
    entry.reading ??= readSourceSecrets(aws, prefix, source).finally(() => {
      entry.reading = null;
    });
    try {
      const read = await entry.reading;
      entry.known = read;
      return read;
    } catch (error) {
      if (entry.known === undefined) throw error;
      return entry.known;
    } finally {
      entry.askedAt = now();
    }
  };
}

interface CachedSecrets {
  /** When SSM was last asked, whatever it answered. */
  askedAt: number;
  /** Undefined before the first read that succeeded. */
  known: SourceSecrets | null | undefined;
  reading: Promise<SourceSecrets | null> | null;
}
