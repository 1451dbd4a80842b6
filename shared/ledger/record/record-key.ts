import { createHmac, hash } from 'node:crypto';

/** 22 characters of base64url: 132 bits of a SHA-256. */
const KEY_LENGTH = 22;

/**
 * The key of an address's record. Without a secret it is a plain hash: it spreads records evenly and has one
 * length, but who holds a list of addresses can test it. With one (addresses stored hashed) it tells nothing.
 */
export function recordKey(address: string, secret: string | null): string {
  const digest =
    secret === null
      ? hash('sha256', address, 'base64url')
      : createHmac('sha256', secret).update(address).digest('base64url');
  return digest.slice(0, KEY_LENGTH);
}
