/** HTTP as the query API sees it: what a gateway hands on, and what it is given back. */

/** A request to the query API. Nothing in it is still percent-encoded. */
export interface ApiRequest {
  /** `GET`, `HEAD`, ... as the client sent it. */
  readonly method: string;
  /**
   * The route that the gateway chose, as API Gateway names it: `GET /v1/addresses/{address+}`. A key that is not in the
   * table of routes is answered with 404 or 405.
   */
  readonly routeKey: string;
  /** The path, decoded; read only where `routeKey` is not in the table. */
  readonly path: string;
  /** The path's parameters by name, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /**
   * Whether the query gives a name more than once: one of the values would be ignored.
   * @default false
   */
  readonly repeated?: boolean;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The scopes of the caller's token, where tokens are what callers have. */
  readonly scopes?: readonly string[];
  /** The caller that the gateway authenticated: an IAM ARN or a token's subject. It goes into the audit trail. */
  readonly caller?: string;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or bytes. */
  readonly body: string | Buffer;
}

/** A JSON response. Statuses change by the clock alone, so no cache between the ledger and the caller may keep one. */
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
