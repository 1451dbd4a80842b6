/** What keeps the ledger from answering, and the error that says so. */

export type LedgerFailureKind =
  /** No connection: refused, reset, no such host. */
  | 'unreachable'
  /** The server's certificate is not valid for the URL, or not trusted. */
  | 'tls'
  /** No complete answer within the deadline. */
  | 'timeout'
  /** HTTP 429: the stage's throttle, or that of the DynamoDB table. */
  | 'throttled'
  /** HTTP 5xx. */
  | 'server-error'
  /** HTTP 4xx: not authorised, no such route, a list name that is none. Another try would not help. */
  | 'rejected'
  /** An answer that is not the ledger's: another content, a redirect, fewer answers than addresses. */
  | 'invalid-response'
  /** The credentials or token provider failed. */
  | 'credentials';

/** Why an address could not be looked up. Holds no address, no secret and no text of the server. */
export interface LedgerFailure {
  readonly kind: LedgerFailureKind;
  readonly message: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
}

/** Thrown inside the client by whatever looks addresses up. */
export class LookupFailedError extends Error {
  override readonly name = 'LookupFailedError';
  readonly failure: LedgerFailure;
  constructor(failure: LedgerFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The ledger could not be asked, and the policy is `onUnavailable: 'throw'`. */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';
  readonly failure: LedgerFailure;
  constructor(failure: LedgerFailure) {
    super(`The ledger cannot be asked: ${failure.message}`);
    this.failure = failure;
  }
}

/** Options that no client can be made from. */
export class LedgerOptionsError extends Error {
  override readonly name = 'LedgerOptionsError';
}
