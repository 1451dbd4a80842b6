/**
 * Rows in temporary files, parted by a hash of their key: two long lists are brought together part by part, in the
 * memory of one part. The files have no name from the moment they are open, so that nothing of them outlives the
 * process.
 */
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Characters of rows that are written at once. */
const BUFFER_LENGTH = 32_768;
const READ_BYTES = 1_048_576;

/** Rows that are written first and read afterwards. */
export class RowFile {
  readonly #file: number;
  #buffer = '';

  private constructor(file: number) {
    this.#file = file;
  }

  /** Opens so many files. */
  static open(count: number): readonly RowFile[] {
    const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-'));
    try {
      return Array.from(
        { length: count },
        (_, index) => new RowFile(openSync(join(folder, String(index)), 'wx+', 0o600)),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** @param row text without a line feed */
  write(row: string): void {
    this.#buffer += `${row}\n`;
    if (this.#buffer.length >= BUFFER_LENGTH) this.flush();
  }

  flush(): void {
    if (this.#buffer !== '') writeSync(this.#file, this.#buffer);
    this.#buffer = '';
  }

  /** The rows in the order of writing. */
  *rows(): Generator<string> {
    this.flush();
    const bytes = Buffer.allocUnsafe(Math.min(READ_BYTES, Math.max(1, fstatSync(this.#file).size)));
    let position = 0;
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const count = readSync(this.#file, bytes, 0, bytes.length, position);
      if (count === 0) break;
      position += count;
      const chunk = Buffer.concat([rest, bytes.subarray(0, count)]);
      const end = chunk.lastIndexOf(10) + 1;
      if (end > 0) yield* chunk.toString('utf8', 0, end - 1).split('\n');
      rest = chunk.subarray(end);
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** The part that a key belongs to: FNV-1a. */
export function partOf(key: string, parts: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % parts;
}
