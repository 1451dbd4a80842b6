/**
 * The records of one part of both sides, brought together by their addresses: a hash table over their bytes, which makes
 * no object for a record. An address goes by the number of its first record.
 */
import type { EspSuppression, EspSuppressionReason } from '../../shared/esp-api/types.ts';
import type { SuppressionReason } from '../../shared/ledger/policy/suppression-reason.ts';
import type { OwnSuppression } from '../../shared/sync/types.ts';
import { PARTS, RecordReader, type SideFile } from './side-file.ts';
import { readEntry, readSuppression } from './side-records.ts';

export type Theirs = SideFile<EspSuppressionReason>;
export type Ours = SideFile<SuppressionReason>;

/** What both sides have of one address. */
export interface Sides {
  readonly address: string;
  readonly theirs: readonly EspSuppression[];
  readonly ours: readonly OwnSuppression[];
}

/** What most addresses have on one of the sides; one array for all of them. */
const NONE: readonly never[] = [];
const ABSENT = -1;

export class JoinedPart {
  readonly #theirs: Theirs;
  readonly #ours: Ours;
  readonly #reader: RecordReader;
  /** Where each record begins. */
  readonly #starts: Int32Array;
  /** Records before this one are theirs. */
  readonly #border: number;
  /** For each record the next one of its address. */
  readonly #next: Int32Array;
  /** For each first record of an address the last one. */
  readonly #last: Int32Array;

  constructor(theirs: Theirs, ours: Ours, part: number) {
    this.#theirs = theirs;
    this.#ours = ours;
    const border = theirs.bytes(part);
    const bytes = Buffer.allocUnsafeSlow(border + ours.bytes(part));
    theirs.read(bytes, part);
    ours.read(bytes.subarray(border), part);
    this.#reader = new RecordReader(bytes);
    this.#border = theirs.records(part);
    this.#starts = new Int32Array(this.#border + ours.records(part));
    for (let record = 1; record < this.#starts.length; record++) {
      this.#starts[record] = this.#reader.end(this.#start(record - 1));
    }
    this.#next = new Int32Array(this.#starts.length).fill(ABSENT);
    this.#last = new Int32Array(this.#starts.length).fill(ABSENT);
    this.#link();
  }

  /** The first record of each address. */
  *addresses(): Generator<number> {
    for (let record = 0; record < this.#last.length; record++) {
      if (this.#last[record] !== ABSENT) yield record;
    }
  }

  address(first: number): string {
    return this.#reader.address(this.#start(first));
  }

  sides(first: number, address = this.address(first)): Sides {
    const isAlone = this.#last[first] === first;
    if (isAlone && first < this.#border)
      return { address, theirs: [this.#entry(first, address)], ours: NONE };
    if (isAlone) return { address, theirs: NONE, ours: [this.#suppression(first)] };
    const theirs: EspSuppression[] = [];
    const ours: OwnSuppression[] = [];
    for (let record = first; record !== ABSENT; record = this.#next[record] ?? ABSENT) {
      if (record < this.#border) theirs.push(this.#entry(record, address));
      else ours.push(this.#suppression(record));
    }
    return { address, theirs, ours };
  }

  /** Only they have it. */
  isOnlyThere(first: number): boolean {
    return (this.#last[first] ?? ABSENT) < this.#border;
  }

  /** Only we have it. */
  isOnlyHere(first: number): boolean {
    return first >= this.#border;
  }

  /**
   * What an entry has in common with others, as a number; null where it is not the only record of its address, has an
   * end, or is not older than `before`.
   */
  plainEntry(first: number, before: number): number | null {
    if (this.#last[first] !== first || first >= this.#border) return null;
    const at = this.#start(first);
    const since = this.#reader.from(at);
    if (this.#reader.until(at) !== null || (since !== null && since > before)) return null;
    return this.#reader.common(at);
  }

  #entry(record: number, address: string): EspSuppression {
    return readEntry(this.#theirs, this.#reader, this.#start(record), address);
  }

  #suppression(record: number): OwnSuppression {
    return readSuppression(this.#ours, this.#reader, this.#start(record));
  }

  #start(record: number): number {
    return this.#starts[record] ?? 0;
  }

  #link(): void {
    const reader = this.#reader;
    const count = this.#starts.length;
    const mask = 2 ** Math.ceil(Math.log2(2 * count + 1)) - 1;
    const table = new Int32Array(mask + 1).fill(ABSENT);
    for (let record = 0; record < count; record++) {
      const at = this.#start(record);
      const hash = reader.hash(at);
      // The lowest bits are those of the part.
      for (let slot = Math.floor(hash / PARTS) & mask; ; slot = (slot + 1) & mask) {
        const first = table[slot] ?? ABSENT;
        if (first === ABSENT) {
          table[slot] = record;
          this.#last[record] = record;
          break;
        }
        const other = this.#start(first);
        if (reader.hash(other) !== hash || !reader.isSameAddress(at, other)) continue;
        this.#next[this.#last[first] ?? first] = record;
        this.#last[first] = record;
        break;
      }
    }
  }
}
