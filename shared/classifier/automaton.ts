/**
 * The Aho-Corasick automaton: finds every phrase of the rules in one pass over a folded reply.
 *
 * The whole transition function is one table of 64 entries a state, so that a symbol costs one look-up and no
 * failure links are followed while matching.
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
 * Builds the automaton of `patterns`; pattern n is reported as n.
 *
 * @throws RangeError when the patterns need more than 65,536 states.
 */
export function buildAutomaton(patterns: readonly Uint8Array[]): Automaton {
  const trie = buildTrie(patterns);
  const next = trie.next;
  const fail = new Uint16Array(trie.states);
  /** The nearest shorter suffix that is itself a pattern. */
  const shorter = new Uint16Array(trie.states);

  const queue = new Uint16Array(trie.states);
  let tail = 0;
  for (let symbol = 0; symbol < ROW; symbol++) {
    const child = next[symbol] ?? 0;
    if (child !== 0) queue[tail++] = child;
  }
  for (let head = 0; head < tail; head++) {
    const state = queue[head] ?? 0;
    const row = state << ALPHABET_BITS;
    const failState = fail[state] ?? 0;
    const failRow = failState << ALPHABET_BITS;
    shorter[state] = trie.ends[failState] ? failState : (shorter[failState] ?? 0);
    for (let symbol = 0; symbol < ROW; symbol++) {
      const child = next[row + symbol] ?? 0;
      const fallback = next[failRow + symbol] ?? 0;
      if (child === 0) next[row + symbol] = fallback;
      else {
        fail[child] = fallback;
        queue[tail++] = child;
      }
    }
  }
  return { next, ...flattenOutputs(trie, shorter), states: trie.states };
}

interface Trie {
  readonly next: Uint16Array;
  readonly states: number;
  /** The patterns that end in a state, by state. */
  readonly ends: ReadonlyArray<readonly number[] | undefined>;
}

function buildTrie(patterns: readonly Uint8Array[]): Trie {
  let room = 1;
  for (const pattern of patterns) room += pattern.length;
  let next = new Uint16Array(Math.min(room, MOST_STATES) << ALPHABET_BITS);
  const ends: (number[] | undefined)[] = [undefined];
  let states = 1;
  for (const [number, pattern] of patterns.entries()) {
    let state = 0;
    for (const symbol of pattern) {
      const slot = (state << ALPHABET_BITS) | symbol;
      let child = next[slot] ?? 0;
      if (child === 0) {
        if (states === MOST_STATES) throw new RangeError(`The phrases need more than ${MOST_STATES} states.`);
        child = states++;
        next[slot] = child;
        ends.push(undefined);
      }
      state = child;
    }
    const here = ends[state];
    if (here) here.push(number);
    else ends[state] = [number];
  }
  next = next.subarray(0, states << ALPHABET_BITS);
  return { next, states, ends };
}

function flattenOutputs(trie: Trie, shorter: Uint16Array): { firstOutput: Int32Array; outputs: Int32Array } {
  const firstOutput = new Int32Array(trie.states);
  const outputs: number[] = [-1];
  for (let state = 1; state < trie.states; state++) {
    let from = trie.ends[state] ? state : (shorter[state] ?? 0);
    if (from === 0) continue;
    firstOutput[state] = outputs.length;
    for (; from !== 0; from = shorter[from] ?? 0) outputs.push(...(trie.ends[from] ?? []));
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
