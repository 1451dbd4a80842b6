/**
 * AWS Signature Version 4 for `execute-api`, over the few headers that the client sends. Signers of the SDK or of
 * aws4fetch would be a quarter to several times of the whole client; a test holds this one against the SDK's.
 */
import { createHash, createHmac } from 'node:crypto';
import type { UnsignedRequest } from './authorization.ts';

/** AWS credentials, in the shape of the AWS SDK. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/** The request's headers with the signature in `authorization`. */
export function signedHeaders(
  { method, url, headers, body }: UnsignedRequest,
  {
    credentials,
    region,
    at,
  }: { readonly credentials: AwsCredentials; readonly region: string; readonly at: Date },
): Record<string, string> {
  const { host, pathname, searchParams } = new URL(url);
  // ISO 8601 basic format: 20261005T120000Z
  const time = at.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/execute-api/aws4_request`;
  const signed: Record<string, string> = {
    ...headers,
    host,
    'x-amz-date': time,
    ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken }),
  };
  const names = Object.keys(signed).sort();
  searchParams.sort();
  const canonicalRequest = [
    method,
    pathname.split('/').map(encode).join('/'),
    [...searchParams].map((pair) => pair.map(encode).join('=')).join('&'),
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    sha256(body ?? ''),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${credentials.secretAccessKey}`);
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${hmac(key, text).toString('hex')}`;
  // `fetch` sets the host by itself.
  const { host: _, ...sent } = signed;
  return { ...sent, authorization };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** Percent-encoding of RFC 3986. A path that is encoded already is encoded once more, as SigV4 has it. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
