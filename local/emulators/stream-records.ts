/** The records of tables' streams, in the database beside the items: appended, read in order, dropped once read. */
import * as v from 'valibot';

/** A change of an item. */
export interface StreamRecord {
  /** Decimal, zero-padded: it sorts as text. */
  readonly sequence: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly keys: object;
  readonly image: unknown;
  readonly old: unknown;
}

/** A range of keys in order. */
interface Range {
  readonly gt: string;
  readonly lte: string;
}

export interface StreamDatabase {
  read(
    range: Range & { readonly limit?: number; readonly reverse?: boolean },
  ): AsyncIterable<[string, unknown]>;
  remove(range: Range): Promise<void>;
}

const stored = v.object({
  at: v.number(),
  keys: v.looseObject({}),
  image: v.optional(v.unknown()),
  old: v.optional(v.unknown()),
});

/** A reader that has asked nothing for so long has ended, and holds no records back. */
const READER_TIMEOUT_MS = 10 * 60 * 1000;
/** Records that a table keeps while its stream has no reader. */
const MAX_UNREAD = 10_000;
const DIGITS = 21;
const FIRST = '0'.repeat(DIGITS);

interface Reader {
  readonly table: string;
  position: string;
  usedAt: number;
}

interface TableState {
  last: number;
  /** Numbers that were given to records which are still being written. */
  readonly unfinished: Set<number>;
  trimmed: string;
}

export class StreamRecords {
  readonly #database: StreamDatabase;
  readonly #readers = new Map<string, Reader>();
  readonly #tables = new Map<string, Promise<TableState>>();

  constructor(database: StreamDatabase) {
    this.#database = database;
  }

  /**
   * Appends a record: `write` gets the key and value to put, together with the change itself. Writes end in any order; until
   * one has ended, no reader gets what was appended after it, so that none passes it by.
   */
  async append(
    table: string,
    change: Pick<StreamRecord, 'keys' | 'image' | 'old'>,
    write: (record: { readonly key: string; readonly value: object }) => Promise<void>,
  ): Promise<void> {
    const state = await this.#stateOf(table);
    const number = ++state.last;
    state.unfinished.add(number);
    try {
      if (number % MAX_UNREAD === 0 && !this.#hasReaders(table)) {
        await this.#trim(table, sequenceOf(number - MAX_UNREAD));
      }
      const value = { at: Math.floor(Date.now() / 1000), ...change };
      await write({ key: keyOf(table, sequenceOf(number)), value });
    } finally {
      state.unfinished.delete(number);
    }
  }

  /** An iterator from the oldest record on. */
  openReader(table: string): string {
    const id = crypto.randomUUID();
    this.#readers.set(id, { table, position: FIRST, usedAt: Date.now() });
    return `${id}/${FIRST}`;
  }

  /** The records behind an iterator. What every reader has passed is dropped. */
  async read(iterator: string, limit: number): Promise<{ records: readonly StreamRecord[]; next: string }> {
    const [id = '', position = FIRST] = iterator.split('/');
    const reader = this.#readers.get(id);
    if (reader === undefined) throw new Error('The iterator is unknown.');
    reader.position = position;
    reader.usedAt = Date.now();
    await this.#trimRead(reader.table);
    const { last, unfinished } = await this.#stateOf(reader.table);
    const end = sequenceOf(unfinished.size === 0 ? last : Math.min(...unfinished) - 1);
    const records: StreamRecord[] = [];
    const range = { gt: keyOf(reader.table, position), lte: keyOf(reader.table, end), limit };
    for await (const [key, value] of this.#database.read(range)) {
      const { at, keys, image, old } = v.parse(stored, value);
      records.push({ sequence: key.slice(-DIGITS), at, keys, image, old });
    }
    return { records, next: `${id}/${records.at(-1)?.sequence ?? position}` };
  }

  #hasReaders(table: string): boolean {
    return [...this.#readers.values()].some((reader) => reader.table === table);
  }

  async #trimRead(table: string): Promise<void> {
    const now = Date.now();
    for (const [id, reader] of this.#readers) {
      if (now - reader.usedAt > READER_TIMEOUT_MS) this.#readers.delete(id);
    }
    const positions = [...this.#readers.values()]
      .filter((reader) => reader.table === table)
      .map(({ position }) => position);
    await this.#trim(table, positions.sort()[0] ?? FIRST);
  }

  async #trim(table: string, position: string): Promise<void> {
    const state = await this.#stateOf(table);
    if (position <= state.trimmed) return;
    const range = { gt: keyOf(table, state.trimmed), lte: keyOf(table, position) };
    state.trimmed = position;
    await this.#database.remove(range);
  }

  #stateOf(table: string): Promise<TableState> {
    const known = this.#tables.get(table);
    if (known !== undefined) return known;
    const state = this.#lastOf(table).then((last) => ({
      last,
      unfinished: new Set<number>(),
      trimmed: FIRST,
    }));
    this.#tables.set(table, state);
    return state;
  }

  /** Above every number that was given, also by an earlier process, whose records may all have been read and dropped. */
  async #lastOf(table: string): Promise<number> {
    const range = { gt: keyOf(table, ''), lte: keyOf(table, '~'), limit: 1, reverse: true };
    let last = 0;
    for await (const [key] of this.#database.read(range)) last = Number(key.slice(-DIGITS));
    return Math.max(last, Date.now() * 1_000);
  }
}

function sequenceOf(number: number): string {
  return String(number).padStart(DIGITS, '0');
}

function keyOf(table: string, sequence: string): string {
  return `stream~${table}~${sequence}`;
}
