import type { Verification, VerificationContext, WebhookRequest } from '../provider.ts';
import { sameText } from './constant-time.ts';
import { header } from './headers.ts';
import { rejected, verified } from './outcome.ts';

export interface SharedSecretOptions {
  /** The header that may carry the secret, in lower case; `any` where the operator gives it a name. */
  readonly header?: string;
}

/**
 * For an ESP that signs nothing: the request carries the secret itself. It is looked for where ESPs let an
 * operator put it: HTTP basic authentication (RFC 7617; the secret is `user:password`, or the password
 * alone), `Authorization` as a bearer token (RFC 6750) or verbatim, the URL's query, its credentials or the last part
 * of its path, and the header of the options.
 */
export function verifySharedSecret(
  request: WebhookRequest,
  context: VerificationContext,
  options: SharedSecretOptions = {},
): Verification {
  const carried = carriedSecrets(request, options.header);
  if (carried.length === 0) return rejected('The request carries no secret.');
  let found = false;
  for (const secret of context.secrets) {
    if (secret === '') continue;
    // No early end: every candidate is compared, so the time tells nothing.
    for (const candidate of carried) found = sameText(candidate, secret) || found;
  }
  return found ? verified() : rejected('The secret in the request is not the one of this source.');
}

/** The most values of a URL's query that are compared. */
const MAX_CANDIDATES = 16;
/** The most headers that are compared. */
const MAX_HEADERS = 128;

function carriedSecrets(request: WebhookRequest, ownHeader: string | undefined): string[] {
  const candidates: string[] = [];
  const authorization = header(request, 'authorization');
  if (authorization !== undefined) {
    candidates.push(authorization);
    const [scheme = '', value = ''] = authorization.split(/ +/, 2);
    if (/^basic$/i.test(scheme)) candidates.push(...basicSecrets(value));
    else candidates.push(value);
  }
  if (ownHeader === 'any') candidates.push(...Object.values(request.headers).slice(0, MAX_HEADERS));
  else if (ownHeader !== undefined) candidates.push(header(request, ownHeader) ?? '');
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  if (url) {
    candidates.push(...[...url.searchParams.values()].slice(0, MAX_CANDIDATES));
    candidates.push(...userAndPassword([url.username, url.password].map(decoded)));
    const path = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname;
    candidates.push(decoded(path.slice(path.lastIndexOf('/') + 1)));
  }
  return candidates.filter((candidate) => candidate !== '');
}

function basicSecrets(credentials: string): string[] {
  const text = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? [text] : userAndPassword([text.slice(0, colon), text.slice(colon + 1)]);
}

function userAndPassword([user = '', password = '']: readonly string[]): string[] {
  if (user === '' && password === '') return [];
  return [`${user}:${password}`, password === '' ? user : password];
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
