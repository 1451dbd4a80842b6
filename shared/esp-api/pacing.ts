import type { EspApiDeps } from './types.ts';

/** How an ESP reports its rate limits, and the limits it is known to have where it reports none. */
export interface RateLimits {
  /** The header that counts the calls left. */
  readonly remainingHeader?: string;
  /** The header with the time at which the count starts again: Unix seconds, or the seconds that are left. */
  readonly resetHeader?: string;
  /** Milliseconds between the starts of two calls, for limits that no header reports. */
  readonly minIntervalMs?: number;
  /** Milliseconds to wait after a 429 without a wait of its own. @default backoff */
  readonly waitMs?: number;
}

/** A number above it is a time of the clock (2001 or later), below it a count of seconds. */
const MIN_UNIX_SECONDS = 1_000_000_000;
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 20_000;

/** Spaces the calls of one connection, and reads from the headers when the next may start. */
export class Pacer {
  readonly #limits: RateLimits;
  readonly #deps: EspApiDeps;
  #nextStart = 0;
  /** Set while the ESP reports that no call is left. */
  #exhaustedUntil = 0;

  constructor(limits: RateLimits, deps: EspApiDeps) {
    this.#limits = limits;
    this.#deps = deps;
  }

  /** Milliseconds until a call may start, and books that start. */
  book(): number {
    const now = this.#deps.now();
    const start = Math.max(now, this.#nextStart, this.#exhaustedUntil);
    this.#nextStart = start + (this.#limits.minIntervalMs ?? 0);
    return start - now;
  }

  /** Milliseconds that the ESP still answers nothing but 429; 0 usually. */
  exhaustedFor(): number {
    return Math.max(0, this.#exhaustedUntil - this.#deps.now());
  }

  observe(headers: Headers): void {
    const { remainingHeader } = this.#limits;
    if (remainingHeader === undefined || headers.get(remainingHeader) !== '0') return;
    this.#exhaustedUntil = this.#deps.now() + (this.#resetMs(headers) ?? 0);
  }

  /** The wait that the response requests: `Retry-After` (RFC 9110, 10.2.3), else the ESP's own header; null for none. */
  requestedWaitMs(headers: Headers): number | null {
    return (
      retryAfterMs(headers.get('retry-after'), this.#deps.now()) ??
      this.#resetMs(headers) ??
      this.#limits.waitMs ??
      null
    );
  }

  /** Exponential backoff with full jitter. */
  backoffMs(attempt: number): number {
    const ceiling = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** attempt);
    return Math.round(this.#deps.random() * ceiling);
  }

  #resetMs(headers: Headers): number | null {
    const { resetHeader } = this.#limits;
    const text = resetHeader === undefined ? null : headers.get(resetHeader);
    if (text === null || !/^\d{1,12}(\.\d+)?$/.test(text)) return null;
    const seconds = Number(text);
    const isClock = seconds > MIN_UNIX_SECONDS;
    const milliseconds = isClock ? seconds * 1000 - this.#deps.now() : seconds * 1000;
    return Math.max(0, milliseconds);
  }
}

function retryAfterMs(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
