/**
 * Look-ups of many recipients: the cache first, then batches. Recipients that are asked for at the same time share
 * batches, and one that is asked for twice is asked about once.
 */
import { type LedgerAddress, toLedgerAddress } from '../../shared/address/address.ts';
import {
  type Answer,
  invalidAnswer,
  knownAnswer,
  type UnavailablePolicy,
  unavailableAnswer,
} from '../answer.ts';
import { type LedgerFailure, LookupFailedError } from '../failure.ts';
import { Batch } from './batch.ts';
import { AnswerCache } from './cache.ts';
import type { LookupOutcome, LookupSource } from './source.ts';

/** Octets of addresses in one call, for local parts outside ASCII; a batch of 1,000 usual addresses has 30,000. */
const MAX_BATCH_CHARACTERS = 200_000;

export interface CacheOptions {
  /**
   * Addresses held at most, over all lists.
   * @default 250000
   */
  readonly maxEntries?: number;
  /**
   * Seconds for which the answer that an address is suppressed is held; not beyond the end of the suppression.
   * @default 3600
   */
  readonly suppressedSeconds?: number;
  /**
   * Seconds for which the answer that an address is not suppressed is held.
   * @default 300
   */
  readonly notSuppressedSeconds?: number;
  /**
   * Seconds for which a failed look-up is held, so that an address is not asked about again and again in an outage.
   * @default 3
   */
  readonly failureSeconds?: number;
}

export interface LookupsDeps {
  readonly source: LookupSource;
  readonly policy: UnavailablePolicy;
  readonly deadlineMs: number;
  readonly maxConcurrentCalls: number;
  readonly cache: Required<CacheOptions>;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** One answer a recipient, in order. */
export interface Checked {
  readonly answers: Answer[];
  /** Whether one of them has the outcome `unavailable`. */
  readonly hasUnavailable: boolean;
}

interface Pending {
  /** Of the recipient in what was asked. */
  readonly index: number;
  readonly recipient: string;
  readonly address: LedgerAddress;
}

export class Lookups {
  readonly #deps: LookupsDeps;
  readonly #cache: AnswerCache;
  readonly #inFlight = new Map<string | undefined, Map<LedgerAddress, Batch>>();
  readonly #open = new Map<string | undefined, Batch>();
  readonly #slotWaiters: (() => void)[] = [];
  #callsUnderWay = 0;

  constructor(deps: LookupsDeps) {
    this.#deps = deps;
    this.#cache = new AnswerCache(deps.cache.maxEntries);
  }

  /** One answer a recipient, in order. Never rejects: what could not be looked up has the outcome `unavailable`. */
  async check(recipients: readonly string[], list: string | undefined): Promise<Checked> {
    const now = this.#deps.clock();
    const answers = new Array<Answer>(recipients.length);
    const pending: Pending[] = [];
    let hasUnavailable = false;
    // This loop is what a warm cache costs: a look-up by the recipient as written comes first, and nothing is called.
    let recent = this.#cache.recent(list);
    for (let index = 0; index < recipients.length; index++) {
      const recipient = recipients[index] ?? '';
      const entry = recent?.get(recipient);
      if (entry !== undefined && entry.expiresAt > now) {
        answers[index] = entry.answer;
        if (entry.isUnavailable) hasUnavailable = true;
        continue;
      }
      const answer = this.#answerAtOnce(recipient, list, now);
      if (typeof answer === 'string') pending.push({ index, recipient, address: answer });
      else {
        answers[index] = answer;
        if (answer.outcome === 'unavailable') hasUnavailable = true;
      }
      recent = this.#cache.recent(list);
    }
    if (pending.length > 0) {
      await this.#ask(pending, list, answers);
      hasUnavailable ||= pending.some(({ index }) => answers[index]?.outcome === 'unavailable');
    }
    return { answers, hasUnavailable };
  }

  /** Reads what was just written, past the cache. */
  async checkConsistent(recipient: string, list: string | undefined): Promise<Checked> {
    const address = toLedgerAddress(recipient);
    if (address === null) return { answers: [invalidAnswer(recipient)], hasUnavailable: false };
    const batch = new Batch({ list, deadline: this.#deps.clock() + this.#deps.deadlineMs, retry: true });
    batch.add(address);
    await this.#send(batch, true);
    const answer = this.#toAnswer(recipient, address, batch.outcomeOf(address));
    return { answers: [answer], hasUnavailable: answer.outcome === 'unavailable' };
  }

  /** Drops what is known of an address, also where it is being asked about; without an address, of all. */
  drop(address?: string): void {
    if (address === undefined) this.#cache.clear();
    else this.#cache.drop(address);
    for (const batches of this.#inFlight.values()) {
      for (const [asked, batch] of batches) {
        if (address === undefined) batch.changedAll = true;
        else batch.changed.add(address);
        // Who asks from now on is not given an answer from before the change.
        if (batch.sealed && (address === undefined || asked === address)) batches.delete(asked);
      }
    }
  }

  /** The answer from the cache, the one to what is no address, or the address to ask about. */
  #answerAtOnce(recipient: string, list: string | undefined, now: number): Answer | LedgerAddress {
    const address = typeof recipient === 'string' ? toLedgerAddress(recipient) : null;
    if (address === null) return invalidAnswer(recipient);
    const cached = this.#cache.get(list, address, now);
    return cached === undefined ? address : withRecipient(cached, recipient);
  }

  /** Asks a batch's worth at a time, so that the deadline of the last begins when it is asked. */
  async #ask(pending: readonly Pending[], list: string | undefined, answers: Answer[]): Promise<void> {
    const size = this.#deps.source.maxAddresses;
    let next = 0;
    let retry = true;
    const askOn = async () => {
      while (next < pending.length) {
        const part = pending.slice(next, next + size);
        next += size;
        const batches = part.map(({ address }) => this.#enqueue(address, list, retry));
        for (const batch of new Set(batches)) await batch.settled;
        for (const [at, { index, recipient, address }] of part.entries()) {
          const outcome = batches[at]?.outcomeOf(address);
          if (outcome === undefined) continue;
          // In an outage the rest is tried once: ten thousand recipients must not wait ten deadlines.
          if (outcome.failure !== undefined) retry = false;
          answers[index] = this.#toAnswer(recipient, address, outcome);
        }
      }
    };
    const calls = Math.min(this.#deps.maxConcurrentCalls, Math.ceil(pending.length / size));
    await Promise.all(Array.from({ length: calls }, askOn));
  }

  /** The batch in which the address is asked about: one under way, or the next. */
  #enqueue(address: LedgerAddress, list: string | undefined, retry: boolean): Batch {
    let inFlight = this.#inFlight.get(list);
    if (inFlight === undefined) {
      inFlight = new Map();
      this.#inFlight.set(list, inFlight);
    }
    const underWay = inFlight.get(address);
    if (underWay !== undefined) return underWay;
    let batch = this.#open.get(list);
    if (batch === undefined) {
      batch = new Batch({ list, deadline: this.#deps.clock() + this.#deps.deadlineMs, retry });
      this.#open.set(list, batch);
      const opened = batch;
      setImmediate(() => this.#seal(opened));
    }
    batch.add(address);
    inFlight.set(address, batch);
    if (batch.size >= this.#deps.source.maxAddresses || batch.bytes >= MAX_BATCH_CHARACTERS)
      this.#seal(batch);
    return batch;
  }

  #seal(batch: Batch): void {
    if (batch.sealed) return;
    batch.sealed = true;
    this.#open.delete(batch.list);
    void this.#send(batch, false);
  }

  /** Never rejects: a failure is the outcome of each address of the batch. */
  async #send(batch: Batch, consistent: boolean): Promise<void> {
    await this.#slot();
    try {
      const { list, deadline, retry } = batch;
      batch.answer(await this.#deps.source.lookUp(batch.addresses, { list, consistent, deadline, retry }));
    } catch (error) {
      batch.fail(toFailure(error));
    } finally {
      this.#freeSlot();
      if (!consistent) this.#finish(batch);
    }
  }

  #finish(batch: Batch): void {
    const inFlight = this.#inFlight.get(batch.list);
    for (const address of batch.addresses) {
      if (inFlight?.get(address) === batch) inFlight.delete(address);
      const answer = this.#toAnswer(address, address, batch.outcomeOf(address));
      const changed =
        batch.changedAll ||
        batch.changed.has(address) ||
        (answer.address !== null && batch.changed.has(answer.address));
      if (changed) continue;
      const expiresAt = this.#expiryOf(answer);
      if (expiresAt !== null)
        this.#cache.set(batch.list, address, {
          answer: Object.freeze(answer),
          expiresAt,
          isUnavailable: answer.outcome === 'unavailable',
        });
    }
    if (inFlight?.size === 0) this.#inFlight.delete(batch.list);
  }

  #expiryOf(answer: Answer): number | null {
    const { suppressedSeconds, notSuppressedSeconds, failureSeconds } = this.#deps.cache;
    const now = this.#deps.clock();
    if (answer.outcome === 'invalid') return null;
    if (answer.outcome === 'unavailable') return now + failureSeconds * 1_000;
    const end = Date.parse((answer.suppressed ? answer.until : answer.pendingUntil) ?? '');
    const expiresAt = now + (answer.suppressed ? suppressedSeconds : notSuppressedSeconds) * 1_000;
    return Number.isNaN(end) ? expiresAt : Math.min(end, expiresAt);
  }

  #toAnswer(recipient: string, address: LedgerAddress, outcome: LookupOutcome): Answer {
    if (outcome.failure !== undefined) {
      return unavailableAnswer(recipient, address, { failure: outcome.failure, policy: this.#deps.policy });
    }
    return outcome.status === null ? invalidAnswer(recipient) : knownAnswer(recipient, outcome.status);
  }

  async #slot(): Promise<void> {
    if (this.#callsUnderWay < this.#deps.maxConcurrentCalls) {
      this.#callsUnderWay++;
      return;
    }
    await new Promise<void>((resolve) => this.#slotWaiters.push(resolve));
  }

  /** Hands the slot to the next that waits. */
  #freeSlot(): void {
    const next = this.#slotWaiters.shift();
    if (next === undefined) this.#callsUnderWay--;
    else next();
  }
}

function withRecipient(answer: Answer, recipient: string): Answer {
  return answer.recipient === recipient ? answer : { ...answer, recipient };
}

function toFailure(error: unknown): LedgerFailure {
  if (error instanceof LookupFailedError) return error.failure;
  return { kind: 'invalid-response', message: error instanceof Error ? error.name : 'unknown error' };
}
