/**
 * A bounded cache of answers in two generations: when the young one is full it becomes the old one, and the old one is
 * dropped. A hit in the young generation writes nothing, which is what makes a warm cache fast; what is still asked for
 * moves to the young one and stays.
 */
import type { Answer } from '../answer.ts';

export interface CacheEntry {
  readonly answer: Answer;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Whether the look-up failed; here, so that a hit need not look into the answer. */
  readonly isUnavailable: boolean;
}

class Generation {
  size = 0;
  readonly #lists = new Map<string | undefined, Map<string, CacheEntry>>();
  /** From the address that the ledger answered to those that were asked, where they differ: it may fold plus tags. */
  readonly #aliases = new Map<string, Set<string>>();

  /** The entries of a list, by address in the ledger's form. */
  entries(list: string | undefined): ReadonlyMap<string, CacheEntry> | undefined {
    return this.#lists.get(list);
  }

  set(list: string | undefined, address: string, entry: CacheEntry): void {
    let entries = this.#lists.get(list);
    if (entries === undefined) {
      entries = new Map();
      this.#lists.set(list, entries);
    }
    if (!entries.has(address)) this.size++;
    entries.set(address, entry);
    const answered = entry.answer.address;
    if (answered === null || answered === address) return;
    const asked = this.#aliases.get(answered) ?? new Set();
    this.#aliases.set(answered, asked.add(address));
  }

  delete(list: string | undefined, address: string): void {
    if (this.#lists.get(list)?.delete(address)) this.size--;
  }

  drop(address: string): void {
    for (const asked of [address, ...(this.#aliases.get(address) ?? [])]) {
      for (const list of this.#lists.keys()) this.delete(list, asked);
    }
    this.#aliases.delete(address);
  }
}

export class AnswerCache {
  readonly #maxPerGeneration: number;
  #young = new Generation();
  #old = new Generation();

  /** @param maxEntries over all lists */
  constructor(maxEntries: number) {
    this.#maxPerGeneration = Math.floor(maxEntries / 2);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** The young generation's entries of a list, for many hits at once; they may be expired. */
  recent(list: string | undefined): ReadonlyMap<string, CacheEntry> | undefined {
    return this.#young.entries(list);
  }

  /** The answer to an address in the ledger's form, or undefined. `now` in milliseconds since 1970. */
  get(list: string | undefined, address: string, now: number): Answer | undefined {
    const young = this.#young.entries(list)?.get(address);
    if (young !== undefined) return young.expiresAt > now ? young.answer : undefined;
    const old = this.#old.entries(list)?.get(address);
    if (old === undefined || old.expiresAt <= now) return undefined;
    this.#old.delete(list, address);
    this.set(list, address, old);
    return old.answer;
  }

  set(list: string | undefined, address: string, entry: CacheEntry): void {
    if (this.#maxPerGeneration === 0) return;
    if (this.#young.size >= this.#maxPerGeneration) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    this.#young.set(list, address, entry);
  }

  /** Drops all answers to an address, in whatever form it was asked for. */
  drop(address: string): void {
    this.#young.drop(address);
    this.#old.drop(address);
  }

  clear(): void {
    this.#young = new Generation();
    this.#old = new Generation();
  }
}
