/**
 * Rows in a temporary file, parted by a hash of their key: two long lists are brought together part by part, in the
 * memory of one part. A few rows never reach the disk; the file has no name from the moment it is open, so that nothing
 * of it outlives the process.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of a part that are kept in memory, and then written as one block. */
const BLOCK_BYTES = 8_192;
/** Bytes that a character takes at the most. */
const MAX_CHARACTER_BYTES = 3;
const LINE_FEED = 10;

interface Part {
  /** Bytes rather than text: millions of short texts that wait to be written would be moved about by the collector. */
  buffer: Buffer | null;
  used: number;
  /** Places and lengths of the blocks that are written, in turn. */
  readonly blocks: number[];
}

/** Rows that are written first and read afterwards, part by part. */
export class RowFile {
  readonly #parts: readonly Part[];
  #file: number | null = null;
  #length = 0;

  constructor(parts = 1) {
    this.#parts = Array.from({ length: parts }, () => ({ buffer: null, used: 0, blocks: [] }));
  }

  /** @param row text without a line feed */
  write(row: string, number = 0): void {
    const part = this.#parts[number];
    if (part === undefined) throw new RangeError(`There is no part ${number}.`);
    const most = row.length * MAX_CHARACTER_BYTES + 1;
    if (part.buffer === null || part.used + most > part.buffer.length) {
      this.#flush(part);
      if (part.buffer === null || most > part.buffer.length) {
        part.buffer = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, most));
      }
    }
    part.used += part.buffer.write(row, part.used);
    part.buffer[part.used++] = LINE_FEED;
  }

  /** The rows of a part in the order of writing. */
  *rows(number = 0): Generator<string> {
    const part = this.#parts[number];
    if (part === undefined) throw new RangeError(`There is no part ${number}.`);
    for (let index = 0; index < part.blocks.length; index += 2) {
      const length = part.blocks[index + 1] ?? 0;
      const block = Buffer.allocUnsafe(length);
      if (this.#file !== null) readSync(this.#file, block, 0, length, part.blocks[index] ?? 0);
      yield* rowsOf(block, length);
    }
    if (part.buffer !== null && part.used > 0) yield* rowsOf(part.buffer, part.used);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    for (const part of this.#parts) {
      part.buffer = null;
      part.used = 0;
      part.blocks.length = 0;
    }
  }

  #flush(part: Part): void {
    if (part.buffer === null || part.used === 0) return;
    this.#file ??= openNameless();
    writeSync(this.#file, part.buffer, 0, part.used, this.#length);
    part.blocks.push(this.#length, part.used);
    this.#length += part.used;
    part.used = 0;
  }
}

function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-'));
  try {
    return openSync(join(folder, 'rows'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(block: Buffer, length: number): readonly string[] {
  return block.toString('utf8', 0, length - 1).split('\n');
}

/** The part that a key belongs to: FNV-1a. */
export function partOf(key: string, parts: number): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % parts;
}
