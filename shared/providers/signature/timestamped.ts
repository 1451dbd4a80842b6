import type { Verification, VerificationContext, WebhookRequest } from '../provider.ts';
import { isFresh, TOLERANCE_SECONDS } from './freshness.ts';
import { header } from './headers.ts';
import { hmac, hmacMatches } from './hmac.ts';
import { rejected, verified } from './outcome.ts';

/** The header's value for a body: `t=<seconds>,v1=<hex HMAC-SHA256 of t.body>`. */
export function timestampedSignature(secret: string, seconds: number, body: Buffer): string {
  return `t=${seconds},v1=${hmac('sha256', secret, `${seconds}.`, body).toString('hex')}`;
}

/**
 * One header `t=<seconds>,v1=<hex>[,v1=<hex>]`, each `v1` an HMAC-SHA256 over `t.body`. Several stand in one
 * header while a secret rotates; any that fits is enough.
 * @param headerName in lower case
 */
export function verifyTimestamped(
  request: WebhookRequest,
  context: VerificationContext,
  headerName: string,
): Verification {
  const text = header(request, headerName);
  if (!text) return rejected('The signature header is missing.');
  const fields = text.split(',', MAX_FIELDS).map((field) => field.trim());
  const timestamp = fields.find((field) => field.startsWith('t='))?.slice('t='.length) ?? '';
  if (!isFresh(timestamp, context.now, TOLERANCE_SECONDS)) {
    return rejected('The signature is too old, or from the future.');
  }
  const parts = [`${timestamp}.`, request.body];
  const matches = fields
    .filter((field) => field.startsWith('v1='))
    .some((field) =>
      hmacMatches({
        algorithm: 'sha256',
        keys: context.secrets,
        parts,
        signature: field.slice('v1='.length),
        encoding: 'hex',
      }),
    );
  return matches ? verified() : rejected('No signature in the header fits the body.');
}

/** The most fields of the header that are read. */
const MAX_FIELDS = 10;
