import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ProviderSamples, SampleKey } from './sample.ts';

/** A new key pair: the public key as consoles show it (base64 of its SPKI), the private key as PEM. */
export function makeKeyPair(kind: NonNullable<ProviderSamples['keyPair']>): {
  readonly publicKey: string;
  readonly privateKey: string;
} {
  const pair =
    kind === 'ec-p256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** @throws Error when the key has none: the caller must make a pair first. */
export function privateKeyOf(key: SampleKey): KeyObject {
  if (key.privateKey === undefined) {
    throw new Error(
      'This provider signs with a key pair: pass the private key that fits the secret of the source.',
    );
  }
  return createPrivateKey(key.privateKey);
}
