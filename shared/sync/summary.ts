/** Counts of a comparison: by class, by reason, with some addresses of each class. */
import type { EspSuppressionReason } from '../esp-api/types.ts';
import type { SuppressionReason } from '../ledger/policy/suppression-reason.ts';
import { type Comparison, type SyncChange, type SyncClass, syncClasses } from './types.ts';

/** Addresses of each class that a summary names. */
const MAX_EXAMPLES = 3;

/** Addresses that stand to each other alike. */
export interface SummaryRow {
  readonly class: SyncClass;
  readonly here: SuppressionReason | null;
  readonly there: EspSuppressionReason | null;
  readonly why: string;
  readonly action: SyncChange['action'] | null;
  readonly count: number;
  readonly examples: readonly string[];
}

type MutableRow = Omit<SummaryRow, 'count' | 'examples'> & { count: number; readonly examples: string[] };

export class SyncSummary {
  readonly #counts = new Map<SyncClass, number>(syncClasses.map((name) => [name, 0]));
  readonly #rows = new Map<string, MutableRow>();
  #last: MutableRow | null = null;
  readonly #changes = { add: 0, remove: 0, 'take-in': 0 };

  add({ address, class: name, here, there, why, changes }: Comparison): void {
    this.#counts.set(name, this.count(name) + 1);
    for (const { action } of changes) this.#changes[action]++;
    const action = changes[0]?.action ?? null;
    let row = this.#last;
    // Of long lists most rows are like the one before.
    if (!row || row.class !== name || row.here !== here || row.there !== there || row.why !== why) {
      const key = `${name}|${here}|${there}|${why}`;
      row = this.#rows.get(key) ?? { class: name, here, there, why, action, count: 0, examples: [] };
      this.#rows.set(key, row);
      this.#last = row;
    }
    row.count++;
    if (row.examples.length < MAX_EXAMPLES) row.examples.push(address);
  }

  /** Counts what has no two sides to compare. */
  addNotComparable(count: number): void {
    this.#counts.set('not-comparable', this.count('not-comparable') + count);
  }

  count(name: SyncClass): number {
    return this.#counts.get(name) ?? 0;
  }

  changes(action: SyncChange['action']): number {
    return this.#changes[action];
  }

  get totalChanges(): number {
    return this.#changes.add + this.#changes.remove + this.#changes['take-in'];
  }

  /** The two lists differ. */
  get hasDrift(): boolean {
    return this.count('only-here') + this.count('only-there') + this.count('differs') > 0;
  }

  /** In the order of the classes, the most frequent first. */
  rows(): readonly SummaryRow[] {
    const order = (name: SyncClass) => syncClasses.indexOf(name);
    return [...this.#rows.values()].sort((a, b) => order(a.class) - order(b.class) || b.count - a.count);
  }
}
