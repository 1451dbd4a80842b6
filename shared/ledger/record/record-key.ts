import { createHmac, hash } from 'node:crypto';

/** 22 characters of base64url: 132 bits of a SHA-256. */
const KEY_LENGTH = 22;

/**
 * The key of an address's record. Without a pepper it is a plain hash: it spreads records evenly and has one
 * length, but who holds a list of addresses can test it. With one (addresses stored hashed) it tells nothing.
 */
export function recordKey(address: string, pepper: string | null): string {
  const digest =
    pepper === null
      ? hash('sha256', address, 'base64url')
      : createHmac('sha256', pepper).update(address).digest('base64url');
  return digest.slice(0, KEY_LENGTH);
}

/**
 * MurmurHash3 (x86, 32 bits) over the UTF-16 code units of a text. Not cryptographic: ids come from ESPs whose
 * requests have been verified, and two that collide must also be of one address. Two seeds make 64 bits. Signed, for
 * every such number is a small integer to V8; of unsigned ones half are boxed.
 */
export function hash32(text: string, seed: number): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) {
    let k = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    h ^= Math.imul(k, 0x1b873593);
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
