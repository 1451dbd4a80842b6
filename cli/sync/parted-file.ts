/**
 * Bytes in a temporary file, parted: two long lists are brought together part by part, in the memory of one part. A few
 * bytes never reach the disk; the file has no name from the moment it is open, so that nothing of it outlives the process.
 */
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of a part that are kept in memory, and then written as one block. */
const BLOCK_BYTES = 16_384;

interface Part {
  buffer: Buffer | null;
  used: number;
  /** Places and lengths of the blocks that are written, in turn. */
  readonly blocks: number[];
  /** Bytes of the blocks that are written. */
  written: number;
}

/** Records that are written first and read afterwards, part by part. */
export class PartedFile {
  readonly #parts: readonly Part[];
  #file: number | null = null;
  #length = 0;

  constructor(parts = 1) {
    this.#parts = Array.from({ length: parts }, () => ({ buffer: null, used: 0, blocks: [], written: 0 }));
  }

  /** Adds the first `length` bytes to a part: one record, which lies in one block. */
  write(bytes: Buffer, length: number, number = 0): void {
    const part = this.#part(number);
    if (part.buffer === null || part.used + length > part.buffer.length) {
      this.#flush(part);
      if (part.buffer === null || length > part.buffer.length) {
        part.buffer = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, length));
      }
    }
    bytes.copy(part.buffer, part.used, 0, length);
    part.used += length;
  }

  /** Bytes of a part. */
  bytes(number = 0): number {
    const { written, used } = this.#part(number);
    return written + used;
  }

  /** Reads a part whole, in the order of writing. @param target is as long as the part */
  read(target: Buffer, number = 0): void {
    const { blocks, buffer, used } = this.#part(number);
    let at = 0;
    for (let index = 0; index < blocks.length; index += 2) {
      const [place = 0, length = 0] = [blocks[index], blocks[index + 1]];
      if (this.#file !== null) readSync(this.#file, target, at, length, place);
      at += length;
    }
    buffer?.copy(target, at, 0, used);
  }

  /** The records of a part in the order of writing, a block at a time. */
  *blocks(number = 0): Generator<Buffer> {
    const { blocks, buffer, used } = this.#part(number);
    for (let index = 0; index < blocks.length; index += 2) {
      const [place = 0, length = 0] = [blocks[index], blocks[index + 1]];
      const block = Buffer.allocUnsafe(length);
      if (this.#file !== null) readSync(this.#file, block, 0, length, place);
      yield block;
    }
    if (buffer !== null && used > 0) yield buffer.subarray(0, used);
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    for (const part of this.#parts) {
      part.buffer = null;
      part.used = 0;
      part.blocks.length = 0;
      part.written = 0;
    }
  }

  #part(number: number): Part {
    const part = this.#parts[number];
    if (part === undefined) throw new RangeError(`There is no part ${number}.`);
    return part;
  }

  #flush(part: Part): void {
    if (part.buffer === null || part.used === 0) return;
    this.#file ??= openNameless();
    writeSync(this.#file, part.buffer, 0, part.used, this.#length);
    part.blocks.push(this.#length, part.used);
    this.#length += part.used;
    part.written += part.used;
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
