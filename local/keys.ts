/** The keys of this host's sources: what the ledger knows, and what the ESPs would keep to themselves. */
import { randomBytes } from 'node:crypto';
import { makeKeyPair } from '../shared/providers/samples/key-pair.ts';
import { providerSamples } from '../shared/providers/samples/registry.ts';
import { selfSignedCertificate } from './certificate.ts';

export interface SourceKey {
  /** What SSM holds. */
  readonly secret: string;
  /** PEM (PKCS #8); for ESPs that sign with a key pair. */
  readonly privateKey?: string;
  /** PEM; for SNS, where the ledger fetches it. */
  readonly certificate?: string;
}

/** The unguessable part of a webhook's URL. */
export function makeUrlKey(): string {
  return randomBytes(16).toString('base64url');
}

const SHARED_SECRET = 'local-secret';

/**
 * A new key for a source. An ESP that signs with a key pair shows its public key in its console, and that is the
 * secret; SNS shows a certificate instead, and the secret is for its unsigned messages.
 */
export function makeKey(provider: string): SourceKey {
  const kind = providerSamples.get(provider)?.keyPair;
  if (kind === undefined) return { secret: SHARED_SECRET };
  const { publicKey, privateKey } = makeKeyPair(kind);
  if (provider !== 'ses') return { secret: publicKey, privateKey };
  return { secret: SHARED_SECRET, privateKey, certificate: selfSignedCertificate(privateKey, 'sns.local') };
}
