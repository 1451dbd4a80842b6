import type { WebhookRequest } from '../provider.ts';
import { hmac } from '../signature/hmac.ts';
import type { SampleKey } from './sample.ts';

/** A POST of a body to the source's URL, at the clock of the key. */
export function post(
  key: SampleKey,
  contentType: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): WebhookRequest {
  return {
    method: 'POST',
    url: key.url,
    headers: { 'content-type': contentType, ...headers },
    body: Buffer.isBuffer(body) ? body : Buffer.from(body),
    receivedAt: key.at,
  };
}

/** A POST of a value as JSON. */
export function postJson(
  key: SampleKey,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WebhookRequest {
  return post(key, 'application/json', JSON.stringify(value), headers);
}

/** HTTP basic authentication (RFC 7617) with a secret of the form `user:password`, or a password alone. */
export function basicAuth(secret: string): Readonly<Record<string, string>> {
  const credentials = secret.includes(':') ? secret : `webhook:${secret}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

/** The key with the secret in its URL's query, for the ESPs that sign nothing. */
export function withSecretInUrl(key: SampleKey): SampleKey {
  const url = new URL(key.url);
  url.searchParams.set('secret', key.secret);
  return { ...key, url: url.href };
}

/** Hex or base64 HMAC-SHA256 of the parts, keyed with the secret. */
export function hmacOf(key: SampleKey, encoding: 'hex' | 'base64', ...parts: readonly string[]): string {
  return hmac('sha256', key.secret, ...parts).toString(encoding);
}
