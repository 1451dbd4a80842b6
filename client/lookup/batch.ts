import type { LedgerAddress } from '../../shared/address/address.ts';
import type { LedgerFailure } from '../failure.ts';
import type { LookupOutcome } from './source.ts';

export interface BatchOptions {
  readonly list: string | undefined;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  readonly retry: boolean;
}

/** Addresses that go to the ledger in one call, and those who wait for its answer. */
export class Batch {
  readonly list: string | undefined;
  readonly deadline: number;
  readonly retry: boolean;
  /** Resolves when every address has its outcome; never rejects. */
  readonly settled: Promise<void>;
  /** Addresses whose record changed while they were asked about: the answer is given and not cached. */
  readonly changed = new Set<string>();
  changedAll = false;
  sealed = false;
  bytes = 0;
  readonly #outcomes = new Map<LedgerAddress, LookupOutcome | undefined>();
  #settle: () => void = () => {};

  constructor({ list, deadline, retry }: BatchOptions) {
    this.list = list;
    this.deadline = deadline;
    this.retry = retry;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get size(): number {
    return this.#outcomes.size;
  }

  get addresses(): LedgerAddress[] {
    return [...this.#outcomes.keys()];
  }

  add(address: LedgerAddress): void {
    this.#outcomes.set(address, undefined);
    this.bytes += address.length;
  }

  outcomeOf(address: LedgerAddress): LookupOutcome {
    const outcome = this.#outcomes.get(address);
    if (outcome === undefined) throw new Error('The batch has not been answered.');
    return outcome;
  }

  /** @param outcomes in the order of the addresses */
  answer(outcomes: readonly LookupOutcome[]): void {
    let index = 0;
    for (const address of this.#outcomes.keys()) this.#outcomes.set(address, outcomes[index++]);
    this.#settle();
  }

  fail(failure: LedgerFailure): void {
    for (const address of this.#outcomes.keys()) this.#outcomes.set(address, { failure });
    this.#settle();
  }
}
