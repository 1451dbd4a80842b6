/**
 * Compiled rules as bytes. Compiling takes longer than anything else that a function does before its first answer, so
 * the rules are compiled when the function is bundled (`rules.bin`), and once for the command line (rule-files/cache.ts).
 * The bytes are read by the code that wrote them: the format has no version.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Rows } from './automaton.ts';
import { type CompiledRule, type CompiledRules, type Lists, triggersOf } from './compiled-rules.ts';

/** Brotli quality: 11 would save another fifth in twenty times the time. */
const QUALITY = 9;
const WINDOW_BITS = 22;
/** More bytes than the tables have today; the buffer may grow. */
const UNPACKED = 2 * 1024 * 1024;

/**
 * The compiled rules as bytes, compressed for a function's bundle: a header's length, the header as JSON, then each
 * table; all begin at a multiple of four.
 */
export function packRules(compiled: CompiledRules): Buffer {
  return brotliCompressSync(toBytes(compiled), {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS },
  });
}

/** The compiled rules as bytes, not compressed. */
export function toBytes({ automaton, rules, ...tables }: CompiledRules): Buffer {
  const arrays = [
    automaton.states,
    automaton.rows,
    automaton.firstOutput,
    automaton.outputs,
    tables.patterns,
    tables.patternTerms,
    tables.termPhrases.starts,
    tables.termPhrases.items,
    tables.phraseRule,
    tables.phraseGap,
    tables.phraseTerms.starts,
    tables.phraseTerms.items,
  ];
  const narrow = automaton.rows instanceof Uint16Array;
  const header: Header = { rules, narrow, lengths: arrays.map(({ length }) => length) };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const parts = [size, text, ...arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))];
  return Buffer.concat(parts.flatMap((part) => [part, Buffer.alloc(-part.length & 3)]));
}

interface Header {
  readonly rules: readonly CompiledRule[];
  /** Whether the rows of the automaton hold numbers of 16 bits. */
  readonly narrow: boolean;
  /** Of the tables, in order. */
  readonly lengths: readonly number[];
}

/** The inverse of `packRules`. @throws where the bytes are not packed rules. */
export function unpackRules(packed: Uint8Array): CompiledRules {
  // In one chunk: joining many takes as long as decompression.
  return fromBytes(brotliDecompressSync(packed, { chunkSize: UNPACKED }));
}

/** The inverse of `toBytes`. @throws where the bytes are no compiled rules. */
export function fromBytes(written: Uint8Array): CompiledRules {
  // Tables are views of the bytes, which must therefore be aligned.
  const bytes = written.byteOffset % 4 === 0 ? written : new Uint8Array(written);
  const { buffer, byteOffset } = bytes;
  const headerLength = new DataView(buffer, byteOffset).getUint32(0, true);
  const { rules, narrow, lengths }: Header = JSON.parse(
    Buffer.from(buffer, byteOffset + 4, headerLength).toString('utf8'),
  );
  let at = byteOffset + 4 + aligned(headerLength);
  const left = lengths.values();
  const next = <Table extends Rows>(
    kind: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => Table,
  ): Table => {
    const table = new kind(buffer, at, left.next().value ?? 0);
    at += aligned(table.byteLength);
    return table;
  };
  const lists = (): Lists => ({ starts: next(Int32Array), items: next(Int32Array) });
  const automaton = {
    states: next(Int32Array),
    rows: narrow ? next(Uint16Array) : next(Int32Array),
    firstOutput: next(Int32Array),
    outputs: next(Int32Array),
  };
  const tables = {
    patterns: next(Int32Array),
    patternTerms: next(Int32Array),
    termPhrases: lists(),
    phraseRule: next(Int32Array),
    phraseGap: next(Int32Array),
    phraseTerms: lists(),
  };
  return { rules, automaton, ...tables, triggers: triggersOf(tables) };
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}
