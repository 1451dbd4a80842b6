import { hmacSha256 } from './hmac-sha256.ts';

/** The stored form of an event's id: 64 bits in two signed halves, which are small integers to V8. */
export interface StoredEventId {
  readonly high: number;
  readonly low: number;
}

/** Hashes event ids for storage. */
export type EventIdHash = (id: string) => StoredEventId;

/** Separates what is derived from the stack's key. */
const PURPOSE = 'event-id\n';

/**
 * The hash of event ids under a secret key: HMAC-SHA256, its first 64 bits. Ids come from outside, and two events of
 * one address with the same hash are one event to the ledger: without the key a sender could choose ids that collide.
 *
 * @param key The stack's key. Another key makes every known event a new one.
 * @example
 * const hashId = eventIdHash(stackKey);
 * mergeEvents(record, events, hashId);
 */
export function eventIdHash(key: string): EventIdHash {
  const hmac = hmacSha256(key);
  return (id) => {
    const digest = hmac(PURPOSE + id);
    return { high: halfAt(digest, 0), low: halfAt(digest, 8) };
  };
}

/** 32 bits of a hexadecimal text, signed. */
function halfAt(digest: string, place: number): number {
  return Number.parseInt(digest.slice(place, place + 8), 16) | 0;
}
