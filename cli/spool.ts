/** Any number of values, grouped by their keys with a small part of them in memory. */
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BUCKETS = 256;
/** Characters that are kept in memory before they go to the disk. */
const MAX_BUFFERED = 16 * 1024 * 1024;

/**
 * Values by key. They go to a folder that only the operator can read, in buckets by the key's hash; a bucket
 * holds all values of its keys.
 *
 * @example
 * spool.add(address, event);
 * for (const bucket of spool.buckets()) for (const [address, events] of bucket) merge(address, events);
 */
export class Spool<Value> {
  readonly #buffers: string[] = Array.from({ length: BUCKETS }, () => '');
  #buffered = 0;
  #folder: string | undefined;

  /**
   * @param folder - where the values stay until they are removed. @default a temporary folder
   * @param sizes - what `flush` returned: the values of the folder that were added later are removed. @default none stays
   */
  constructor(folder?: string, sizes: readonly number[] = []) {
    this.#folder = folder;
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if (existsSync(fileOf(folder, bucket))) truncateSync(fileOf(folder, bucket), sizes[bucket] ?? 0);
    }
  }

  /** @param value something that JSON can hold */
  add(key: string, value: Value): void {
    const line = `${JSON.stringify([key, value])}\n`;
    const bucket = bucketOf(key);
    this.#buffers[bucket] += line;
    this.#buffered += line.length;
    if (this.#buffered > MAX_BUFFERED) this.flush();
  }

  /** The values by key, in the order in which they were added, one bucket after the other. */
  *buckets(): Generator<ReadonlyMap<string, readonly Value[]>> {
    for (let bucket = 0; bucket < BUCKETS; bucket++) yield this.bucket(bucket);
  }

  /** One of the buckets: that of a key has the same number in every spool. */
  bucket(bucket: number): ReadonlyMap<string, readonly Value[]> {
    const values = new Map<string, Value[]>();
    const file = this.#file(bucket);
    const stored = file !== null && existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const line of `${stored}${this.#buffers[bucket]}`.split('\n')) {
      if (line === '') continue;
      const [key, value]: [string, Value] = JSON.parse(line);
      const known = values.get(key);
      if (known) known.push(value);
      else values.set(key, [value]);
    }
    return values;
  }

  /** Removes what is on the disk. */
  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Writes what is in memory to the folder. Returns the sizes of its files. */
  flush(): readonly number[] {
    const folder = this.#folder ?? mkdtempSync(join(tmpdir(), 'bounce-ledger-spool-'));
    this.#folder = folder;
    for (const [bucket, lines] of this.#buffers.entries()) {
      appendFileSync(fileOf(folder, bucket), lines, { mode: 0o600 });
      this.#buffers[bucket] = '';
    }
    this.#buffered = 0;
    return this.#buffers.map((_, bucket) => statSync(fileOf(folder, bucket)).size);
  }

  #file(bucket: number): string | null {
    return this.#folder === undefined ? null : fileOf(this.#folder, bucket);
  }
}

function fileOf(folder: string, bucket: number): string {
  return join(folder, `${bucket}.jsonl`);
}

function bucketOf(key: string): number {
  // FNV-1a: an even spread, without a call into the runtime.
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}
