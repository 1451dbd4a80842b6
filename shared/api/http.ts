/** A request to the query API, framework-free. */
export interface ApiRequest {
  readonly method: string;
  /** Path without the query, as the client sent it; percent-encoded or already decoded. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether the query gives a name more than once; which value was meant nobody knows. */
  readonly repeated?: boolean;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whom the gateway authenticated: an IAM ARN or a token's subject. It goes into the audit beside the actor. */
  readonly caller?: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JSON answer. Verdicts change by the clock alone, so nothing between us and the sender may keep one. */
export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  };
}

/** A record's revision as an entity tag (RFC 9110, 8.8.3). */
export function entityTag(revision: number): string {
  return `"${revision}"`;
}
