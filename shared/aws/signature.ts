/**
 * Signature Version 4, for the few kinds of call that are made here.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * Done with Node's own hashes at once: WebCrypto, which the small signers use, sends each of the six steps to another
 * thread, and signing would take longer than all else that the front door does.
 */
import { hash } from 'node:crypto';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  readonly body: string | Buffer;
  readonly service: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Names in lower case; those that begin with `x-amz-` are signed. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The request's headers with those that sign it. */
export function signed(request: Unsigned, credentials: SigningCredentials): Record<string, string> {
  const { method, url, service, region } = request;
  const time = new Date(request.at).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  // S3 takes a body's hash on trust over TLS, and archives are the largest bodies.
  const bodyHash = service === 's3' ? 'UNSIGNED-PAYLOAD' : hash('sha256', request.body, 'hex');
  const headers: Record<string, string> = { ...request.headers, host: url.host, 'x-amz-date': time };
  if (service === 's3') headers['x-amz-content-sha256'] = bodyHash;
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;

  const names = Object.keys(headers)
    .filter((name) => name === 'host' || name.startsWith('x-amz-'))
    .sort();
  const list = names.join(';');
  const canonical = [
    method,
    canonicalPath(url.pathname, service),
    canonicalQuery(url.searchParams),
    ...names.map((name) => `${name}:${headers[name]?.trim().replace(/\s+/g, ' ')}`),
    '',
    list,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hash('sha256', canonical, 'hex')}`;
  const signature = hmac(signingKey(credentials.secretAccessKey, day, region, service), text).toString('hex');
  headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`;
  return headers;
}

/** `path` as it is sent, percent-encoded. All services but S3 sign it encoded once more. */
function canonicalPath(path: string, service: string): string {
  if (service === 's3') return path.replace(/[!'()*]/g, percentEncoded);
  return path.split('/').map(encoded).join('/');
}

function canonicalQuery(query: URLSearchParams): string {
  return Array.from(query, ([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
}

/** RFC 3986: everything but unreserved characters. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, percentEncoded);
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** One a service and day; kept, since a process asks for the same few again and again. */
const keys = new Map<string, HmacKey>();
const MOST_KEYS = 32;

function signingKey(secret: string, day: string, region: string, service: string): HmacKey {
  const name = `${day}/${region}/${service}/${secret}`;
  let key = keys.get(name);
  if (key === undefined) {
    key = [day, region, service, 'aws4_request'].reduce(
      (last, part) => hmacKey(hmac(last, part)),
      hmacKey(Buffer.from(`AWS4${secret}`)),
    );
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(name, key);
  }
  return key;
}

const BLOCK = 64;

/** A key as HMAC (RFC 2104) uses it: combined with either padding, once for all texts that it signs. */
interface HmacKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

function hmacKey(secret: Buffer): HmacKey {
  const key = Buffer.alloc(BLOCK);
  (secret.length > BLOCK ? hash('sha256', secret, 'buffer') : secret).copy(key);
  return {
    inner: Buffer.from(key.map((byte) => byte ^ 0x36)),
    outer: Buffer.from(key.map((byte) => byte ^ 0x5c)),
  };
}

/** HMAC-SHA-256. Node's own makes an object of the key for each text, which takes longer than the two hashes. */
function hmac({ inner, outer }: HmacKey, text: string): Buffer {
  const hashed = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
  return hash('sha256', Buffer.concat([outer, hashed]), 'buffer');
}
