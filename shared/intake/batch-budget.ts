/**
 * What one invocation of the processor takes on: so many events, bytes and so much time that it ends before its
 * timeout and within its memory. What is beyond goes back to the queue at once, and nothing else waits for it.
 */
import type { DecodedMessage } from './queue-message-codec.ts';

export interface BatchBudget {
  /** Events of one invocation; a delivery that holds more is split. */
  readonly maxEvents: number;
  /** Bytes of bodies, decoded. */
  readonly maxBytes: number;
  /** Milliseconds for one object or one delivery to arrive. */
  readonly maxFetchMs: number;
  /** Milliseconds that are left for records and dead letters when parsing ends. */
  readonly reservedMs: number;
}

/** Five thousand records are written in some two seconds, of thirty that an invocation may last. */
export const defaultBudget: BatchBudget = {
  maxEvents: 5_000,
  maxBytes: 24 * 1024 * 1024,
  maxFetchMs: 5_000,
  reservedMs: 15_000,
};

/** Compressed bodies are of JSON and shrink about so many times. */
const COMPRESSION_RATIO = 8;
/** What an object holds is not known before it is fetched: last. */
const OBJECT_COST = Number.MAX_SAFE_INTEGER;

/** About how much work a message is: bytes of its body, decoded. */
function costOf({ delivery: { encoding, body } }: DecodedMessage): number {
  switch (encoding) {
    case 'text':
      return body.length;
    case 'gzip':
      return body.length * COMPRESSION_RATIO;
    case 'object':
      return OBJECT_COST;
  }
}

/** The small ones first, so that a huge one takes nothing from its neighbours. */
export function cheapestFirst<Message extends { readonly decoded: DecodedMessage }>(
  messages: readonly Message[],
): readonly Message[] {
  return [...messages].sort((a, b) => costOf(a.decoded) - costOf(b.decoded));
}

/** Counts what an invocation has taken on. */
export class BudgetMeter {
  readonly #budget: BatchBudget;
  readonly #remainingMs: () => number;
  #events = 0;
  #bytes = 0;
  #messages = 0;

  constructor(budget: BatchBudget, remainingMs: () => number) {
    this.#budget = budget;
    this.#remainingMs = remainingMs;
  }

  /** Whether another message may be parsed. The first always may, so that each invocation gets on. */
  get hasBudget(): boolean {
    if (this.#messages === 0) return true;
    const { maxEvents, maxBytes, reservedMs } = this.#budget;
    return this.#events < maxEvents && this.#bytes < maxBytes && this.#remainingMs() > reservedMs;
  }

  /** Whether the events of a message fit in. Those of the first always do: a delivery that holds more is split. */
  fits(events: number): boolean {
    return this.#messages === 0 || this.#events + events <= this.#budget.maxEvents;
  }

  add(events: number, bytes: number): void {
    this.#messages++;
    this.#events += events;
    this.#bytes += bytes;
  }
}

/** A message that did not arrive in time. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/** @throws TimeoutError when `work` takes longer than `ms`; what it does then is ignored */
export async function withinTime<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new TimeoutError(`No answer within ${ms} ms.`)), ms);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
