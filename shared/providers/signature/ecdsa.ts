import { verify } from 'node:crypto';
import { publicKeyOf } from './public-key.ts';

/**
 * Whether an ECDSA signature (SHA-256, DER) over the bytes was made with the private key of one of the public keys.
 * @param publicKeys base64 of the SPKI, or PEM; what is no key of an elliptic curve matches nothing
 */
export function ecdsaMatches(publicKeys: readonly string[], signed: Buffer, signature: Buffer): boolean {
  return publicKeys.some((text) => {
    const key = publicKeyOf(text);
    return key?.asymmetricKeyType === 'ec' && verify('sha256', signed, key, signature);
  });
}
