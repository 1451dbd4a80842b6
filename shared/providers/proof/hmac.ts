import { createHmac } from 'node:crypto';
import { sameBytes } from './constant-time.ts';

export type HmacAlgorithm = 'sha1' | 'sha256';
export type Bytes = string | Buffer;

/** HMAC (RFC 2104) of the parts, one after the other; texts are taken as UTF-8. */
export function hmac(algorithm: HmacAlgorithm, key: Bytes, ...parts: readonly Bytes[]): Buffer {
  const digest = createHmac(algorithm, key);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

export interface HmacClaim {
  readonly algorithm: HmacAlgorithm;
  /** Live keys, any of which may have signed. */
  readonly keys: readonly Bytes[];
  readonly parts: readonly Bytes[];
  /** As the ESP wrote it; absent is a mismatch. */
  readonly signature: string | undefined;
  readonly encoding: 'hex' | 'base64';
}

/** Whether one of the keys made the signature. Constant time in the signature. */
export function hmacMatches({ algorithm, keys, parts, signature, encoding }: HmacClaim): boolean {
  if (signature === undefined) return false;
  const claimed = Buffer.from(signature.trim(), encoding);
  return keys.some((key) => key.length > 0 && sameBytes(hmac(algorithm, key, ...parts), claimed));
}
