/** Finds the rules that a folded reply matches. One matcher serves a process; it is not re-entrant. */
import type { SmtpReply } from '../smtp/reply.ts';
import { CHAIN_MASK, HAS_OUTPUT, HAS_ROW, scan, TARGET_SHIFT } from './automaton.ts';
import {
  ANYWHERE,
  type CompiledRules,
  type Lists,
  PATTERN,
  PATTERN_LENGTH,
  PATTERN_TERMS,
  TRIGGER,
} from './compiled.ts';
import { denialBefore } from './denial.ts';
import { ALPHABET_BITS, type Folded } from './fold.ts';
import type { Guard } from './rule.ts';

/** A part of the folded text: indices into its symbols. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Match {
  readonly rule: number;
  readonly spans: readonly Span[];
}

/** By term, numbers that are read together: the text it was last found in, where, and its first trigger. */
const TERM = 4;
const START = 1;
const END = 2;
const FIRST_TRIGGER = 3;

export class Matcher {
  readonly #compiled: CompiledRules;
  /** `TERM` numbers a term, and a last one behind them all. Stamps of texts save clearing the table for every text. */
  readonly #terms: Int32Array;
  #text = 0;

  constructor(compiled: CompiledRules) {
    this.#compiled = compiled;
    const { starts } = compiled.termConditions;
    this.#terms = new Int32Array(starts.length * TERM);
    for (const [term, start] of starts.entries()) this.#terms[term * TERM + FIRST_TRIGGER] = start * TRIGGER;
  }

  /**
   * Index of the strongest rule that matches, or -1. The scan of automaton.ts is written out here once more, with
   * all that a finding sets off: half of what classifying costs would go into calling it from outside.
   */
  best(text: Folded, reply: SmtpReply, provider: string): number {
    const { automaton, rules, patterns, patternTerms, triggers } = this.#compiled;
    const { states, rows, firstOutput, outputs } = automaton;
    const { symbols, length } = text;
    const terms = this.#terms;
    const now = ++this.#text;
    let best = rules.length;
    let state = 0;
    let here = states[state] ?? 0;
    for (let i = 0; i < length; i++) {
      const symbol = symbols[i] ?? 0;
      while ((here & CHAIN_MASK) !== symbol && (here & HAS_ROW) === 0) {
        state = here >>> TARGET_SHIFT;
        here = states[state] ?? 0;
      }
      state =
        (here & CHAIN_MASK) === symbol
          ? state + 1
          : (rows[((here >>> TARGET_SHIFT) << ALPHABET_BITS) | symbol] ?? 0);
      here = states[state] ?? 0;
      if ((here & HAS_OUTPUT) === 0) continue;
      let output = firstOutput[state] ?? 0;
      for (let pattern = outputs[output] ?? -1; pattern >= 0; pattern = outputs[++output] ?? -1) {
        const row = pattern * PATTERN;
        if ((patterns[row] ?? 0) >= best) continue;
        const lastTerm = patterns[row + PATTERN + PATTERN_TERMS] ?? 0;
        for (let t = patterns[row + PATTERN_TERMS] ?? 0; t < lastTerm; t++) {
          const term = (patternTerms[t] ?? 0) * TERM;
          terms[term] = now;
          terms[term + START] = i + 1 - (patterns[row + PATTERN_LENGTH] ?? 0);
          terms[term + END] = i + 1;
          const lastTrigger = terms[term + TERM + FIRST_TRIGGER] ?? 0;
          for (let c = terms[term + FIRST_TRIGGER] ?? 0; c < lastTrigger; c += TRIGGER) {
            const rule = triggers[c] ?? 0;
            if (rule >= best) break;
            // Most of a common word's conditions want another word first, which is not there.
            if (terms[(triggers[c + 1] ?? 0) * TERM] !== now) continue;
            const condition = triggers[c + 2] ?? 0;
            if (!this.#holds(condition) || !allows(rules[rule]?.guard ?? null, reply, provider)) continue;
            if (!this.#isDenied(condition, symbols)) best = rule;
          }
        }
      }
    }
    return best === rules.length ? -1 : best;
  }

  /** Every rule that matches, strongest first, each with the parts of the text it matched first. */
  all(text: Folded, reply: SmtpReply, provider: string): readonly Match[] {
    const { automaton, rules, patterns, patternTerms, termConditions, conditionRule, conditionTerms } =
      this.#compiled;
    const found = new Map<number, readonly Span[]>();
    this.#text++;
    scan(automaton, text, (pattern, end) => {
      const row = pattern * PATTERN;
      const own = patternTerms.subarray(
        patterns[row + PATTERN_TERMS],
        patterns[row + PATTERN + PATTERN_TERMS],
      );
      for (const term of own) {
        this.#terms.set([this.#text, end - (patterns[row + PATTERN_LENGTH] ?? 0), end], term * TERM);
        for (const condition of listed(termConditions, term)) {
          const rule = conditionRule[condition] ?? 0;
          if (found.has(rule) || !this.#holds(condition)) continue;
          if (this.#isDenied(condition, text.symbols)) continue;
          if (!allows(rules[rule]?.guard ?? null, reply, provider)) continue;
          const spans = Array.from(listed(conditionTerms, condition), (part) => ({
            start: this.#startOf(part),
            end: this.#endOf(part),
          }));
          found.set(rule, spans);
        }
      }
    });
    return [...found].map(([rule, spans]) => ({ rule, spans })).sort((a, b) => a.rule - b.rule);
  }

  #startOf(term: number): number {
    return this.#terms[term * TERM + START] ?? 0;
  }

  #endOf(term: number): number {
    return this.#terms[term * TERM + END] ?? 0;
  }

  /** Whether all terms of a condition have been found in this text, near enough to each other. */
  #holds(condition: number): boolean {
    const { conditionTerms, conditionGap } = this.#compiled;
    const { starts, items } = conditionTerms;
    const first = starts[condition] ?? 0;
    const last = (starts[condition + 1] ?? 0) - 1;
    if (first === last) return true;
    for (let t = first; t <= last; t++) {
      if (this.#terms[(items[t] ?? 0) * TERM] !== this.#text) return false;
    }
    const gap = conditionGap[condition] ?? ANYWHERE;
    if (gap === ANYWHERE) return true;
    for (let t = first; t < last; t++) {
      // Neighbours share the space between them, hence -1.
      const distance = this.#startOf(items[t + 1] ?? 0) - this.#endOf(items[t] ?? 0);
      if (distance < -1 || distance > gap) return false;
    }
    return true;
  }

  /** Whether a part of a condition is denied where it stands: `not full`, `nor blocked`, `not a virus`. */
  #isDenied(condition: number, symbols: Uint8Array): boolean {
    const { starts, items } = this.#compiled.conditionTerms;
    const last = starts[condition + 1] ?? 0;
    for (let t = starts[condition] ?? 0; t < last; t++) {
      const start = this.#startOf(items[t] ?? 0);
      const denial = denialBefore(symbols, start);
      // The words that deny may be the phrase's own: `does not .. exist`.
      if (denial < start && !this.#hasWordsAt(denial, condition)) return true;
    }
    return false;
  }

  /** Whether a term of the condition was found around the word that begins at `place`. */
  #hasWordsAt(place: number, condition: number): boolean {
    return listed(this.#compiled.conditionTerms, condition).some(
      (term) => this.#startOf(term) <= place && this.#endOf(term) > place + 1,
    );
  }
}

function listed({ starts, items }: Lists, n: number): Int32Array {
  return items.subarray(starts[n], starts[n + 1]);
}

function allows(guard: Guard | null, reply: SmtpReply, provider: string): boolean {
  if (guard === null) return true;
  const { status, replyCode, command, provider: providers } = guard;
  if (replyCode !== undefined && !beginsWithOne(reply.replyCode, replyCode)) return false;
  if (status !== undefined && !hasStatus(reply.status, status)) return false;
  if (command !== undefined && !(reply.command !== '' && command.includes(reply.command))) return false;
  return providers === undefined || providers.includes(provider);
}

// Loops, for a guard is asked at nearly every reply, and a closure costs more than what it compares.
function beginsWithOne(text: string, prefixes: readonly string[]): boolean {
  for (const prefix of prefixes) if (text.startsWith(prefix)) return true;
  return false;
}

function hasStatus(status: string, prefixes: readonly string[]): boolean {
  for (const prefix of prefixes) if (statusBegins(status, prefix)) return true;
  return false;
}

function statusBegins(status: string, prefix: string): boolean {
  const from = prefix.startsWith('.') ? 1 : 0;
  if (!status.startsWith(prefix, from)) return false;
  const after = status.charCodeAt(from + prefix.length);
  return Number.isNaN(after) || after === 46;
}
