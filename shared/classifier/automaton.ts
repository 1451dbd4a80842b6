/**
 * The Aho-Corasick automaton: finds every phrase of the rules in one pass over a folded reply.
 *
 * The whole transition function is one table of 64 entries a state, so that a symbol costs one look-up and no
 * failure links are followed while matching. States are numbered as the phrases spell them, so that a phrase that is
 * being read lies in one place.
 */
import { ALPHABET_BITS, type Folded } from './fold.ts';

const ROW = 1 << ALPHABET_BITS;
const MOST_STATES = 0x10000;

export interface Automaton {
  /** `next[state << ALPHABET_BITS | symbol]`; state 0 is the start. */
  readonly next: Uint16Array;
  /** Where a state's outputs begin in `outputs`; 0 when it has none. */
  readonly firstOutput: Int32Array;
  /** Runs of pattern numbers, each run ended by -1. */
  readonly outputs: Int32Array;
  readonly states: number;
}

/**
 * Builds the automaton of `patterns`; pattern n is reported as n. It is built at a cold start: rows are copied from
 * the state that they fall back to, and what is built besides are flat arrays.
 *
 * @throws RangeError when the patterns need more than 65,536 states.
 */
export function buildAutomaton(patterns: readonly Uint8Array[]): Automaton {
  const trie = buildTrie(patterns);
  const { states, firstChild, sibling, symbolOf } = trie;
  const next = new Uint16Array(states << ALPHABET_BITS);
  const fail = new Uint16Array(states);
  // States by depth: what a state falls back to is shallower, so its row is complete by then.
  const queue = new Uint16Array(states);
  let tail = 1;
  for (let head = 0; head < tail; head++) {
    const state = queue[head] ?? 0;
    const row = state << ALPHABET_BITS;
    const fallbackRow = (fail[state] ?? 0) << ALPHABET_BITS;
    if (state !== 0) next.copyWithin(row, fallbackRow, fallbackRow + ROW);
    for (let child = firstChild[state] ?? 0; child !== 0; child = sibling[child] ?? 0) {
      const slot = row | (symbolOf[child] ?? 0);
      // What the copied row says is where the parent's fallback goes by this symbol.
      fail[child] = next[slot] ?? 0;
      next[slot] = child;
      queue[tail++] = child;
    }
  }
  return { next, states, ...collectOutputs(trie, fail, queue) };
}

/** The patterns as a tree, from node 0. A node's children are a chain: nearly all have one or two. */
interface Trie {
  readonly states: number;
  readonly firstChild: Uint16Array;
  readonly sibling: Uint16Array;
  readonly symbolOf: Uint8Array;
  /** The patterns that end in a node, by node. */
  readonly ends: ReadonlyArray<readonly number[] | undefined>;
}

function buildTrie(patterns: readonly Uint8Array[]): Trie {
  const room = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const most = Math.min(room, MOST_STATES);
  const firstChild = new Uint16Array(most);
  const sibling = new Uint16Array(most);
  const symbolOf = new Uint8Array(most);
  const ends: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [number, pattern] of patterns.entries()) {
    let node = 0;
    for (let i = 0; i < pattern.length; i++) {
      const symbol = pattern[i] ?? 0;
      let child = firstChild[node] ?? 0;
      while (child !== 0 && symbolOf[child] !== symbol) child = sibling[child] ?? 0;
      if (child === 0) {
        if (states === MOST_STATES) throw new RangeError(`The phrases need more than ${MOST_STATES} states.`);
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

/** What is found in each state: its own patterns, then those of its suffixes. */
function collectOutputs(
  { states, ends }: Trie,
  fail: Uint16Array,
  byDepth: Uint16Array,
): { firstOutput: Int32Array; outputs: Int32Array } {
  const firstOutput = new Int32Array(states);
  const outputs = [-1];
  for (let place = 1; place < states; place++) {
    const state = byDepth[place] ?? 0;
    const shorter = firstOutput[fail[state] ?? 0] ?? 0;
    const own = ends[state];
    if (own === undefined) {
      firstOutput[state] = shorter;
      continue;
    }
    firstOutput[state] = outputs.length;
    for (const pattern of own) outputs.push(pattern);
    for (let at = shorter; (outputs[at] ?? -1) >= 0; at++) outputs.push(outputs[at] ?? 0);
    outputs.push(-1);
  }
  return { firstOutput, outputs: Int32Array.from(outputs) };
}

/** Calls `found` for every pattern in the text, with the index after its last symbol. */
export function scan(
  automaton: Automaton,
  text: Folded,
  found: (pattern: number, end: number) => void,
): void {
  const { next, firstOutput, outputs } = automaton;
  const { symbols, length } = text;
  let state = 0;
  for (let i = 0; i < length; i++) {
    state = next[(state << ALPHABET_BITS) | (symbols[i] ?? 0)] ?? 0;
    let output = firstOutput[state] ?? 0;
    if (output === 0) continue;
    for (let pattern = outputs[output] ?? -1; pattern >= 0; pattern = outputs[++output] ?? -1) {
      found(pattern, i + 1);
    }
  }
}
