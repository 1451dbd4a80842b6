/** A file of suppressions, or standard input, as text: read as it is needed, and again where it is needed twice. */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../command.ts';
import { boundHeapGrowth } from '../heap-growth.ts';

const STANDARD_INPUT = '-';
const CHUNK_BYTES = 64 * 1024;
/** The byte order mark of UTF-16, little endian, as spreadsheets write it. */
const UTF_16 = [0xff, 0xfe];

export interface ListFile {
  /** Bytes; 0 for standard input, whose length is not known. */
  readonly size: number;
  /**
   * The text from the beginning.
   *
   * @param onBytes receives how many bytes were read so far
   * @throws CommandError when the file cannot be read, or is no text
   */
  read(onBytes?: (bytes: number) => void): AsyncGenerator<string>;
  /** Removes what was stored of standard input. */
  close(): void;
}

/**
 * Opens a file, or standard input for `-`.
 *
 * @param isReadTwice standard input is stored in a temporary file first
 */
export async function openListFile(path: string, isReadTwice: boolean): Promise<ListFile> {
  if (path !== STANDARD_INPUT) return regularFile(path, () => undefined);
  if (!isReadTwice) {
    return { size: 0, read: (onBytes) => decoded(process.stdin, onBytes), close: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-import-'));
  const copy = join(folder, 'input');
  await pipeline(process.stdin, createWriteStream(copy, { mode: 0o600 }));
  return regularFile(copy, () => rmSync(folder, { recursive: true, force: true }));
}

function regularFile(path: string, close: () => void): ListFile {
  return {
    size: statSync(path, { throwIfNoEntry: false })?.size ?? 0,
    async *read(onBytes) {
      try {
        yield* decoded(createReadStream(path, { highWaterMark: CHUNK_BYTES }), onBytes);
      } catch (error) {
        if (error instanceof CommandError) throw error;
        throw new CommandError(`The file ${path} cannot be read.`);
      }
    },
    close,
  };
}

/** UTF-8, or UTF-16 that says so with its first two bytes. */
async function* decoded(
  source: Readable,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let bytes = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      onBytes(bytes);
      const encoding = UTF_16.every((byte, index) => chunk[index] === byte) ? 'utf-16le' : 'utf-8';
      decoder ??= new TextDecoder(encoding, { fatal: true });
      const text = decoder.decode(chunk, { stream: true });
      if (text !== '') yield text;
      boundHeapGrowth();
    }
    decoder?.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CommandError(
      'The file is not UTF-8 text. Save it as UTF-8, or as "CSV UTF-8" in a spreadsheet.',
    );
  }
}
