/** The key pairs of this host's sources: what the ESPs that sign with a key pair would keep to themselves. */
import { generateKeyPairSync } from 'node:crypto';
import { selfSignedCertificate } from './certificate.ts';

/** What a source proves its webhooks with: what the ledger knows, and what only the sender knows. */
export interface SourceKey {
  /** What SSM holds. */
  readonly secret: string;
  /** PEM (PKCS #8); for ESPs that sign with a key pair. */
  readonly privateKey?: string;
  /** PEM; for SNS, where the ledger fetches it. */
  readonly certificate?: string;
}

const SHARED_SECRET = 'local-secret';

/** ESPs whose secret is not just a text that both sides know. */
const special: Readonly<Record<string, () => SourceKey>> = {
  sendgrid: () => publicKeySecret('ec'),
  postal: () => publicKeySecret('rsa'),
  ses: snsKey,
};

export function makeKey(provider: string): SourceKey {
  return special[provider]?.() ?? { secret: SHARED_SECRET };
}

/** The secret is the public key as the ESP's console shows it: base64 of its SPKI. */
function publicKeySecret(type: 'ec' | 'rsa'): SourceKey {
  const { publicKey, privateKey } = type === 'ec' ? ecPair() : rsaPair();
  return { secret: publicKey.toString('base64'), privateKey };
}

function snsKey(): SourceKey {
  const { privateKey } = rsaPair();
  return { secret: SHARED_SECRET, privateKey, certificate: selfSignedCertificate(privateKey, 'sns.local') };
}

const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
const privateKeyEncoding = { type: 'pkcs8', format: 'pem' } as const;

function ecPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding, privateKeyEncoding });
}

function rsaPair() {
  return generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding, privateKeyEncoding });
}
