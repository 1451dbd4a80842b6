/**
 * Compiled rules as one file. Compiling them takes longer than all else that a function does before its first answer,
 * so they are compiled when it is bundled; the file is read by the very code that it is bundled with.
 */
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { Rows } from './automaton.ts';
import { type CompiledRule, type CompiledRules, type Lists, triggersOf } from './compiled.ts';

/** As small as it gets in a tenth of a second; the last fifth would take two. */
const QUALITY = 9;
const WINDOW_BITS = 22;
/** More bytes than the tables have; they may outgrow it. */
const UNPACKED = 2 * 1024 * 1024;

/** The compiled rules as bytes: a header's length, the header as JSON, then each table; all begin at a multiple of four. */
export function packRules({ automaton, rules, ...tables }: CompiledRules): Buffer {
  const arrays = [
    automaton.states,
    automaton.rows,
    automaton.firstOutput,
    automaton.outputs,
    tables.patterns,
    tables.patternTerms,
    tables.termConditions.starts,
    tables.termConditions.items,
    tables.conditionRule,
    tables.conditionGap,
    tables.conditionTerms.starts,
    tables.conditionTerms.items,
  ];
  const narrow = automaton.rows instanceof Uint16Array;
  const header: Header = { rules, narrow, lengths: arrays.map(({ length }) => length) };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  const parts = [size, text, ...arrays.map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))];
  return brotliCompressSync(Buffer.concat(parts.flatMap((part) => [part, Buffer.alloc(-part.length & 3)])), {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS },
  });
}

interface Header {
  readonly rules: readonly CompiledRule[];
  /** Whether the automaton's rows hold numbers of 16 bits. */
  readonly narrow: boolean;
  /** Of the tables, in their order. */
  readonly lengths: readonly number[];
}

/** What `packRules` packed. @throws when the bytes are not a file of rules. */
export function unpackRules(packed: Uint8Array): CompiledRules {
  // In one piece: joining many takes as long as unpacking.
  const unpacked = brotliDecompressSync(packed, { chunkSize: UNPACKED });
  // Tables are views of the bytes, which must therefore be aligned.
  const bytes = unpacked.byteOffset % 4 === 0 ? unpacked : new Uint8Array(unpacked);
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
    termConditions: lists(),
    conditionRule: next(Int32Array),
    conditionGap: next(Int32Array),
    conditionTerms: lists(),
  };
  return { rules, automaton, ...tables, triggers: triggersOf(tables) };
}

function aligned(length: number): number {
  return (length + 3) & ~3;
}
