/** Trying again: which errors pass by themselves, and how long to wait for them. */

/** Errors of DynamoDB, and of the way to it, that a later attempt may not meet. The SDK's own retries come first. */
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

/** Whether the same call may succeed later. A write that failed so may have been made all the same. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return RETRYABLE_ERRORS.has(error.name) || ('code' in error && RETRYABLE_ERRORS.has(String(error.code)));
}

export interface RetryPolicy {
  /** How often a call is tried in all. */
  readonly attempts: number;
  /** Milliseconds: the upper bound of the first wait; each further one doubles it ... */
  readonly baseDelayMs: number;
  /** ... up to this. */
  readonly maxDelayMs: number;
  /** Uniform in [0, 1): full jitter, so that those who collided do not meet again. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export const defaultRetryPolicy: Omit<RetryPolicy, 'random'> = {
  attempts: 8,
  baseDelayMs: 20,
  maxDelayMs: 1_000,
  sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
};

/** Waits before attempt `attempt`, the first of which is 1 and comes after the failure of attempt 0. */
export function pause(retryPolicy: RetryPolicy, attempt: number): Promise<void> {
  const bound = Math.min(retryPolicy.maxDelayMs, retryPolicy.baseDelayMs * 2 ** (attempt - 1));
  return retryPolicy.sleep(retryPolicy.random() * bound);
}

/** Calls until it succeeds, fails for good, or patience ends. */
export async function withRetry<T>(retryPolicy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isRetryable(error) || attempt >= retryPolicy.attempts) throw error;
      await pause(retryPolicy, attempt);
    }
  }
}
