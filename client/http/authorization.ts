/** Whose name the calls are made in: SigV4 for API Gateway's IAM authorizer, a bearer token for a JWT authorizer. */
import { type AwsCredentials, signedHeaders } from './signature-v4.ts';

/**
 * Credentials, or what provides them: a provider of the AWS SDK such as `fromNodeProviderChain()`. It is called for
 * each call and caches by itself.
 */
export type AwsCredentialsSource = AwsCredentials | (() => Promise<AwsCredentials>);

/** A token, or what provides one. */
export type TokenSource = string | (() => string | Promise<string>);

export interface UnsignedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The headers that authorise a request. `skewMs` is how far this machine's clock is behind the server's. */
export type Authorize = (request: UnsignedRequest, skewMs: number) => Promise<Record<string, string>>;

export const withoutAuthorization: Authorize = async ({ headers }) => ({ ...headers });

export function bearerToken(source: TokenSource): Authorize {
  return async ({ headers }) => {
    const token = typeof source === 'string' ? source : await source();
    return { ...headers, authorization: `Bearer ${token}` };
  };
}

export function awsSignature(source: AwsCredentialsSource, region: string): Authorize {
  return async (request, skewMs) => {
    const credentials = typeof source === 'function' ? await source() : source;
    return signedHeaders(request, { credentials, region, at: new Date(Date.now() + skewMs) });
  };
}
