/** How many are kept: of a large archive the rest is noise, and would not fit into memory. */
const MAX_KEPT = 10_000;

/** The most frequent of any number of items. */
export class MostFrequent<Item extends { readonly times: number }> {
  #kept: Item[] = [];
  /** Of all items. */
  count = 0;

  add(item: Item): void {
    this.count += 1;
    this.#kept.push(item);
    if (this.#kept.length >= 2 * MAX_KEPT) this.#kept = [...this.items()];
  }

  /** The most frequent first. */
  items(): readonly Item[] {
    return this.#kept.sort((a, b) => b.times - a.times).slice(0, MAX_KEPT);
  }
}
