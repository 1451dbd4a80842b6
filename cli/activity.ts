/** What is known of the sources' events: when the last was accepted, and what was rejected within a day. */
import { forEachConcurrent } from '../shared/for-each-concurrent.ts';
import { lastEventAt } from '../shared/intake/last-event.ts';
import { CALLS_CONCURRENCY, type Target, type TargetSource } from './target/target.ts';

export interface SourceActivity {
  /** Null where none came within a week, or the archive cannot be listed. */
  readonly lastEventAt: Date | null;
  /** Webhooks rejected within a day, by cause; null where the log cannot be read. */
  readonly rejected: Readonly<Record<string, number>> | null;
}

/**
 * Reads the activity of sources. It costs a few listings of the archive a source, and one query of the webhook function's
 * log; what these credentials may not read is null.
 */
export async function readActivity(
  target: Target,
  sources: readonly TargetSource[],
): Promise<ReadonlyMap<string, SourceActivity>> {
  const [{ connection, bucket }, rejections] = await Promise.all([
    target.resources(),
    target.rejections().catch(() => null),
  ]);
  const now = Date.now();
  const known = new Map<string, SourceActivity>();
  await forEachConcurrent(sources, CALLS_CONCURRENCY, async ({ source }) => {
    const last = await lastEventAt(connection, bucket, source, now).catch(() => null);
    const rejected = rejections && (rejections.get(source)?.byCause ?? {});
    known.set(source, { lastEventAt: last, rejected });
  });
  return known;
}
