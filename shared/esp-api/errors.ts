import type { EspOperation } from './types.ts';

/** What went wrong, for a program to decide on. */
export type EspApiErrorKind =
  /** The key is not accepted. */
  | 'unauthorized'
  /** The key lacks a permission, or the plan does not have the feature. */
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** The ESP rejects the request as invalid. */
  | 'invalid-request'
  /** The account's number of webhooks or entries is reached. */
  | 'limit-reached'
  /** `retryAfterMs` is the wait, where the ESP reports one. */
  | 'rate-limited'
  /** A 5xx that lasted over all retries. */
  | 'unavailable'
  | 'timeout'
  | 'network'
  /** The answer is not JSON, or not what is documented. */
  | 'invalid-response'
  | 'response-too-large'
  /** The ESP's API cannot do it. */
  | 'unsupported'
  /** An option, the base URL or an address is missing or invalid; nothing was sent. */
  | 'settings';

export interface EspApiErrorDetails {
  readonly kind: EspApiErrorKind;
  readonly provider: string;
  readonly message: string;
  readonly operation?: EspOperation | undefined;
  readonly status?: number | undefined;
  /** The permission that the key needs, by the ESP's name for it. */
  readonly permission?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

/**
 * A call of an ESP's management API that failed. The message states what is wrong and what to do; it contains no key, no
 * address, and the ESP's own text only redacted.
 */
export class EspApiError extends Error {
  override readonly name = 'EspApiError';
  readonly kind: EspApiErrorKind;
  readonly provider: string;
  readonly operation: EspOperation | undefined;
  readonly status: number | undefined;
  readonly permission: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(details: EspApiErrorDetails) {
    super(details.message);
    this.kind = details.kind;
    this.provider = details.provider;
    this.operation = details.operation;
    this.status = details.status;
    this.permission = details.permission;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** The result of `call`, or `otherwise` where the ESP reports that the resource does not exist. */
export async function unlessNotFound<T, U>(call: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof EspApiError && error.kind === 'not-found') return otherwise;
    throw error;
  }
}
