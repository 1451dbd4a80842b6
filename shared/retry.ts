/** Retries: which errors are retryable, the backoff between attempts, and the one policy of all calls of AWS. */

/** Names and codes of retryable errors of AWS and of Node's network stack. */
const RETRYABLE_ERRORS = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'ThrottledException',
  'RequestLimitExceeded',
  'InternalServerError',
  'InternalFailure',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TransactionConflictException',
  'TimeoutError',
  'RequestTimeout',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
]);

const THROTTLING = /Throttl|TooManyRequests|SlowDown|RequestLimitExceeded/i;

/**
 * Whether the same call may succeed later: a network error, throttling, or a 5xx. A write that failed so may have been
 * made nevertheless.
 */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : error.name;
  if (RETRYABLE_ERRORS.has(error.name) || RETRYABLE_ERRORS.has(code) || THROTTLING.test(code)) return true;
  return 'status' in error && typeof error.status === 'number' && isRetryableStatus(error.status);
}

/** 0 stands for a call without an answer. */
function isRetryableStatus(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}

export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Upper bound of the first delay, milliseconds; each further one doubles it. */
  readonly baseDelayMs: number;
  /** Upper bound of every delay, milliseconds. */
  readonly maxDelayMs: number;
  /** Uniform in [0, 1): full jitter. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const defaultRetryPolicy: Omit<RetryPolicy, 'random'> = {
  attempts: 8,
  baseDelayMs: 20,
  maxDelayMs: 1_000,
  sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
};

/** Waits after failed attempt `attempt` (1, 2, ...): exponential backoff with full jitter. */
export function backoff(retryPolicy: RetryPolicy, attempt: number): Promise<void> {
  const bound = Math.min(retryPolicy.maxDelayMs, retryPolicy.baseDelayMs * 2 ** (attempt - 1));
  return retryPolicy.sleep(retryPolicy.random() * bound);
}

/**
 * Calls until it succeeds, fails with an error that is not retryable, or the attempts are used up.
 *
 * @throws the last error
 * @example
 * await withRetry({ ...defaultRetryPolicy, random: Math.random }, () => client.send(command));
 */
export async function withRetry<T>(retryPolicy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isRetryable(error) || attempt >= retryPolicy.attempts) throw error;
      await backoff(retryPolicy, attempt);
    }
  }
}
