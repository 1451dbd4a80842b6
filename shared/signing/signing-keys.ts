/**
 * Keyed signatures of what the sender's program puts into a mail and the stack verifies later: HMAC-SHA256
 * (RFC 2104), with keys that are rotated.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The first key signs; all of them verify. Put a new key in front and leave the old one for as long as mail is around. */
export type SigningKeys = readonly [string, ...string[]];

/** What a signature is for: one made for one purpose never verifies for another, although the key is the same. */
export type SigningPurpose = 'return-path' | 'list-unsubscribe';

const MIN_KEY_LENGTH = 16;
/** Keys at a time: enough to rotate every half year and accept links of two years. */
export const MAX_SIGNING_KEYS = 5;

/** Signing keys that cannot be used. The message names no key. */
export class SigningKeyError extends Error {
  override readonly name = 'SigningKeyError';
}

/**
 * Checks the keys once, where they enter.
 * @throws SigningKeyError when there is none, one is shorter than 16 characters, or there are more than five
 */
export function checkSigningKeys(keys: readonly string[]): SigningKeys {
  const [first, ...more] = keys;
  if (first === undefined) throw new SigningKeyError('No signing key. Give at least one.');
  if (keys.length > MAX_SIGNING_KEYS) {
    throw new SigningKeyError(
      `${keys.length} signing keys; at most ${MAX_SIGNING_KEYS} are allowed. Remove the oldest.`,
    );
  }
  for (const [index, key] of keys.entries()) {
    if (key.length >= MIN_KEY_LENGTH) continue;
    throw new SigningKeyError(
      `Signing key ${index + 1} is shorter than ${MIN_KEY_LENGTH} characters. Use a random one, such as of openssl rand -hex 32.`,
    );
  }
  return [first, ...more];
}

/** The first `bytes` bytes of the HMAC-SHA256 of `message` (RFC 2104, 5: truncated output). */
export function signatureOf(key: string, purpose: SigningPurpose, message: string, bytes: number): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${message}`).digest().subarray(0, bytes);
}

/** Whether one of the keys made the signature; compared in constant time. */
export function isSignedBy(
  keys: SigningKeys,
  purpose: SigningPurpose,
  message: string,
  signature: Buffer,
): boolean {
  return keys.some((key) => timingSafeEqual(signatureOf(key, purpose, message, signature.length), signature));
}
