/**
 * The Aho-Corasick automaton that finds every phrase of the rules in one pass over a normalized reply; matcher.ts runs
 * it.
 *
 * Most states are links of a chain, the letters of one phrase: from them one symbol leads to the state with the next
 * number, and any other symbol to where their longest shorter suffix leads. Only states from which several phrases go
 * on have a row with an entry for every symbol. So the tables fit a processor's cache and are quick to build.
 */
import { ALPHABET_BITS } from './normalize.ts';

const ROW = 1 << ALPHABET_BITS;
/** The states that fit a number of `states` beside a symbol and two flags. */
const MAX_STATES = 1 << 22;
/** States whose numbers have 16 bits. */
const MAX_NARROW_STATES = 1 << 16;
/** In `chain`: a state from which no symbol leads to the state with the next number. */
const NO_CHAIN = 0x7f;

/** The parts of a number of `states`: its symbol, two flags, and above them its row or its fallback. */
export const CHAIN_MASK = 0x7f;
export const HAS_OUTPUT = 0x80;
export const HAS_ROW = 0x100;
export const TARGET_SHIFT = 9;

/** Numbers of states: 16 bits each where they fit. */
export type Rows = Uint16Array | Int32Array;

/** State 0 is the start. */
export interface Automaton {
  /**
   * All of a state but its outputs in one number, so that a step reads one place: the symbol that leads to the state
   * with the next number, whether a pattern ends here, and the number of its row or else of its fallback state.
   */
  readonly states: Int32Array;
  /** `rows[row << ALPHABET_BITS | symbol]` */
  readonly rows: Rows;
  /** Index of a state's first output in `outputs`; 0 where it has none. */
  readonly firstOutput: Int32Array;
  /** Runs of pattern numbers, each ended by -1. */
  readonly outputs: Int32Array;
}

/**
 * Builds the automaton of `patterns`; pattern n has the number n in `outputs`.
 *
 * @throws RangeError when the patterns need more than four million states.
 */
export function buildAutomaton(patterns: readonly Uint8Array[]): Automaton {
  const trie = buildTrie(patterns);
  const { states, firstChild, sibling, symbolOf } = trie;
  const chain = new Uint8Array(states).fill(NO_CHAIN);
  const rowOf = new Int32Array(states);
  const fallback = new Int32Array(states);
  let rowCount = 1;
  for (let state = 0; state < states; state++) {
    const child = firstChild[state] ?? 0;
    const isChain = state !== 0 && child === state + 1 && sibling[child] === 0;
    if (isChain) chain[state] = symbolOf[child] ?? 0;
    else if (child !== 0 || state === 0) rowOf[state] = rowCount++;
  }
  const size = rowCount << ALPHABET_BITS;
  const rows = states <= MAX_NARROW_STATES ? new Uint16Array(size) : new Int32Array(size);
  const made = { chain, rowOf, fallback, rows };

  // By depth: the fallback of a state is shallower, so it is complete by then.
  const queue = new Int32Array(states);
  let tail = 1;
  for (let head = 0; head < tail; head++) {
    const state = queue[head] ?? 0;
    const row = (rowOf[state] ?? 0) << ALPHABET_BITS;
    if (row !== 0 && state !== 0) fillRow(made, row, fallback[state] ?? 0);
    for (let child = firstChild[state] ?? 0; child !== 0; child = sibling[child] ?? 0) {
      const symbol = symbolOf[child] ?? 0;
      fallback[child] = state === 0 ? 0 : step(made, fallback[state] ?? 0, symbol);
      if (row !== 0) rows[row | symbol] = child;
      queue[tail++] = child;
    }
  }
  const found = collectOutputs(trie, fallback, queue);
  const packed = Int32Array.from(chain, (symbol, state) => {
    const row = rowOf[state] ?? 0;
    const flags = (found.firstOutput[state] === 0 ? 0 : HAS_OUTPUT) | (row === 0 ? 0 : HAS_ROW);
    return ((row || (fallback[state] ?? 0)) << TARGET_SHIFT) | flags | symbol;
  });
  return { states: packed, rows, ...found };
}

/** The parts of the states while the automaton is built. */
interface Steps {
  readonly chain: Uint8Array;
  /** The number of a state's row, from 1; 0 for a state without a row. */
  readonly rowOf: Int32Array;
  readonly fallback: Int32Array;
  readonly rows: Rows;
}

/** The state to which a symbol leads. */
function step({ chain, rowOf, fallback, rows }: Steps, from: number, symbol: number): number {
  let state = from;
  for (;;) {
    if (chain[state] === symbol) return state + 1;
    const row = rowOf[state] ?? 0;
    if (row !== 0) return rows[(row << ALPHABET_BITS) | symbol] ?? 0;
    state = fallback[state] ?? 0;
  }
}

/** Fills a row with the states to which every symbol leads from `state`. */
function fillRow({ chain, rowOf, fallback, rows }: Steps, row: number, state: number): void {
  const links: number[] = [];
  let from = state;
  for (; rowOf[from] === 0; from = fallback[from] ?? 0) if (chain[from] !== NO_CHAIN) links.push(from);
  const source = (rowOf[from] ?? 0) << ALPHABET_BITS;
  rows.copyWithin(row, source, source + ROW);
  for (const link of links.reverse()) rows[row | (chain[link] ?? 0)] = link + 1;
}

/** The patterns as a trie, from node 0. The children of a node are a linked list: `firstChild`, then `sibling`. */
interface Trie {
  readonly states: number;
  readonly firstChild: Int32Array;
  readonly sibling: Int32Array;
  readonly symbolOf: Uint8Array;
  /** By node: the patterns that end in it. */
  readonly ends: ReadonlyArray<readonly number[] | undefined>;
}

function buildTrie(patterns: readonly Uint8Array[]): Trie {
  const bound = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const size = Math.min(bound, MAX_STATES);
  const firstChild = new Int32Array(size);
  const sibling = new Int32Array(size);
  const symbolOf = new Uint8Array(size);
  const ends: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [number, pattern] of patterns.entries()) {
    let node = 0;
    for (let i = 0; i < pattern.length; i++) {
      const symbol = pattern[i] ?? 0;
      let child = firstChild[node] ?? 0;
      while (child !== 0 && symbolOf[child] !== symbol) child = sibling[child] ?? 0;
      if (child === 0) {
        if (states === MAX_STATES) throw new RangeError(`The phrases need more than ${MAX_STATES} states.`);
        child = states++;
        symbolOf[child] = symbol;
        sibling[child] = firstChild[node] ?? 0;
        firstChild[node] = child;
        ends.push(undefined);
      }
      node = child;
    }
    const here = ends[node];
    if (here) here.push(number);
    else ends[node] = [number];
  }
  return { states, firstChild, sibling, symbolOf, ends };
}

/** The patterns found in each state: its own, then those of its suffixes. */
function collectOutputs(
  { states, ends }: Trie,
  fail: Int32Array,
  byDepth: Int32Array,
): { firstOutput: Int32Array; outputs: Int32Array } {
  const firstOutput = new Int32Array(states);
  const outputs = [-1];
  for (let place = 1; place < states; place++) {
    const state = byDepth[place] ?? 0;
    const shorter = firstOutput[fail[state] ?? 0] ?? 0;
    const ended = ends[state];
    if (ended === undefined) {
      firstOutput[state] = shorter;
      continue;
    }
    firstOutput[state] = outputs.length;
    // The longest last: of the words of a family that end at one place, its position is that of the longest.
    for (let at = shorter; (outputs[at] ?? -1) >= 0; at++) outputs.push(outputs[at] ?? 0);
    for (const pattern of ended) outputs.push(pattern);
    outputs.push(-1);
  }
  return { firstOutput, outputs: Int32Array.from(outputs) };
}
