import { createHmac } from 'node:crypto';
import { plainBase64 } from './base64.ts';
import { sameText } from './constant-time.ts';

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
  // As text and not as bytes: decoding skips what is no hex or base64, and would take a signature with more behind it.
  const claimed = spelled(signature.trim(), encoding);
  return keys.some(
    (key) =>
      key.length > 0 &&
      sameText(spelled(hmac(algorithm, key, ...parts).toString(encoding), encoding), claimed),
  );
}

function spelled(signature: string, encoding: HmacClaim['encoding']): string {
  return encoding === 'hex' ? signature.toLowerCase() : plainBase64(signature);
}
