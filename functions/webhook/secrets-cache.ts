import type { AwsConnection } from '../../shared/aws/connection.ts';
import { readSecrets } from '../../shared/aws/secrets.ts';

const KEPT_MS = 5 * 60_000;
/** However often a request is refused, SSM is asked again this seldom: forgeries must not become calls. */
const ASKED_AGAIN_MS = 10_000;

/**
 * The live secrets of each source, read once and kept five minutes. `fresh` asks past the cache, at most every
 * ten seconds a source. @throws AwsError when SSM cannot be read and nothing is kept.
 */
export function createSecretsCache(
  aws: AwsConnection,
  prefix: string,
  now: () => number,
): (source: string, fresh: boolean) => Promise<readonly string[] | null> {
  const kept = new Map<string, { at: number; secrets: Promise<readonly string[] | null> }>();
  return (source, fresh) => {
    const entry = kept.get(source);
    if (entry && now() - entry.at < (fresh ? ASKED_AGAIN_MS : KEPT_MS)) return entry.secrets;
    const secrets = readSecrets(aws, prefix, source);
    kept.set(source, { at: now(), secrets });
    secrets.catch(() => kept.delete(source));
    return secrets;
  };
}
