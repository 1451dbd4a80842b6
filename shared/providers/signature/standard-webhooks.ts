import type { Verification, VerificationContext, WebhookRequest } from '../provider.ts';
import { isFresh, TOLERANCE_SECONDS } from './freshness.ts';
import { header } from './headers.ts';
import { hmac, hmacMatches } from './hmac.ts';
import { rejected, verified } from './outcome.ts';

/** How an ESP differs from the specification. */
export interface StandardWebhooksOptions {
  /**
   * The headers' names: `webhook-id` by the specification, `svix-id` by the service it came from, which may send the
   * names of the specification instead.
   * @default 'webhook'
   */
  readonly prefix?: 'svix' | 'webhook';
  /** Whether the key is what the secret's base64 says, after `whsec_`, or the secret's own bytes. @default 'base64' */
  readonly key?: 'base64' | 'literal';
  /** Whether each signature is written `v1,<base64>`, or bare. @default 'v1' */
  readonly version?: 'v1' | 'none';
}

/** The key that a secret of this scheme stands for. */
function standardWebhooksKey(secret: string, kind: NonNullable<StandardWebhooksOptions['key']>): Buffer {
  return kind === 'literal' ? Buffer.from(secret) : Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
}

/** The signature of a body, as the header carries it. `seconds` is the time of signing. */
export function standardWebhooksSignature(
  secret: string,
  { key: kind = 'base64', version = 'v1' }: Pick<StandardWebhooksOptions, 'key' | 'version'>,
  signed: { readonly id: string; readonly seconds: number; readonly body: Buffer },
): string {
  const key = standardWebhooksKey(secret, kind);
  const digest = hmac('sha256', key, `${signed.id}.${signed.seconds}.`, signed.body).toString('base64');
  return version === 'v1' ? `v1,${digest}` : digest;
}

/**
 * Standard Webhooks (standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`. The header may carry several
 * signatures while a secret rotates; any that fits is enough.
 */
export function verifyStandardWebhooks(
  request: WebhookRequest,
  context: VerificationContext,
  { prefix: usual = 'webhook', key = 'base64', version = 'v1' }: StandardWebhooksOptions = {},
): Verification {
  const prefix = header(request, `${usual}-id`) === undefined ? 'webhook' : usual;
  const id = header(request, `${prefix}-id`);
  const timestamp = header(request, `${prefix}-timestamp`);
  const signatures = header(request, `${prefix}-signature`);
  if (!id || !timestamp || !signatures) return rejected('The signature headers are missing.');
  if (!isFresh(timestamp, context.now, TOLERANCE_SECONDS)) {
    return rejected('The signature is too old, or from the future.');
  }
  const keys = context.secrets.map((secret) => standardWebhooksKey(secret, key));
  const parts = [`${id}.${timestamp}.`, request.body];
  const matches = signaturesOf(signatures, version).some((signature) =>
    hmacMatches({ algorithm: 'sha256', keys, parts, signature, encoding: 'base64' }),
  );
  return matches ? verified() : rejected('No signature in the header fits the body.');
}

/** The most signatures of one header that are tried. */
const MAX_SIGNATURES = 8;

function signaturesOf(text: string, version: NonNullable<StandardWebhooksOptions['version']>): string[] {
  // A header that came twice reaches us as one, with a comma between.
  const signatures = text.split(/,?\s+/, MAX_SIGNATURES);
  if (version === 'none') return signatures;
  return signatures.filter((part) => part.startsWith('v1,')).map((part) => part.slice('v1,'.length));
}
