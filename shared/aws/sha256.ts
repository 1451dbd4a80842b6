import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { ChecksumConstructor } from '@smithy/types';

type Secret = NonNullable<ConstructorParameters<ChecksumConstructor>[0]>;

/**
 * SHA-256, or HMAC with a secret, as the signer asks for it. The SDK's own class brings an implementation in
 * JavaScript for runtimes without `node:crypto`: 5 KB of every function.
 */
export class Sha256 {
  readonly #secret: Secret | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: Secret) {
    this.#secret = secret;
    this.#hash = this.#create();
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#create();
  }

  #create(): Hash | Hmac {
    if (this.#secret === undefined) return createHash('sha256');
    return createHmac('sha256', keyOf(this.#secret));
  }
}

function keyOf(secret: Secret): string | Buffer {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    : Buffer.from(secret);
}
