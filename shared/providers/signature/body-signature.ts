import type { Verification, VerificationContext, WebhookRequest } from '../provider.ts';
import { header } from './headers.ts';
import { hmacMatches } from './hmac.ts';
import { rejected, verified } from './outcome.ts';

export interface BodySignatureOptions {
  /** The header's name, in lower case. */
  readonly header: string;
  readonly encoding: 'hex' | 'base64';
}

/** One header with the HMAC-SHA256 of the body, keyed with the secret, and nothing else. */
export function verifyBodySignature(
  request: WebhookRequest,
  context: VerificationContext,
  { header: name, encoding }: BodySignatureOptions,
): Verification {
  const signature = header(request, name);
  if (!signature) return rejected('The signature header is missing.');
  const claim = {
    algorithm: 'sha256',
    keys: context.secrets,
    parts: [request.body],
    signature,
    encoding,
  } as const;
  return hmacMatches(claim) ? verified() : rejected('The signature does not fit the body.');
}
