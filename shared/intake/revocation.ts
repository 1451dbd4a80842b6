/** Revocations: spans in which an operator takes back all that a source reported. The archive's bucket keeps them. */
import * as v from 'valibot';
import { archiveFolders } from './archive-folders.ts';
import type { DeliveryMessage } from './queue-message.ts';

export const revocationSchema = v.object({
  source: v.string(),
  /** Milliseconds since 1970, by arrival: an event may state any time. */
  since: v.number(),
  /** The first millisecond beyond. */
  until: v.number(),
  /** What retractions are stamped with; the same whenever the revocation is repeated. */
  replayGeneration: v.number(),
});
export type Revocation = v.InferOutput<typeof revocationSchema>;
export type RevokedSpan = Pick<Revocation, 'source' | 'since' | 'until'>;

/** Where a revocation lies: the same span has the same key, so that repeating it adds nothing. */
export function revocationKey({ source, since, until }: RevokedSpan): string {
  return `${archiveFolders.revocations}${source}/${since}-${until}.json`;
}

/** Whether a delivery came within a span that is revoked. */
export function isRevoked(
  { source, receivedAt }: Pick<DeliveryMessage, 'source' | 'receivedAt'>,
  revocations: readonly RevokedSpan[],
): boolean {
  return revocations.some(
    (revoked) => revoked.source === source && receivedAt >= revoked.since && receivedAt < revoked.until,
  );
}
