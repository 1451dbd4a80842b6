/** Finds the rules that a normalized reply matches. One matcher serves a process; it is not re-entrant. */
import type { SmtpReply } from '../smtp/reply.ts';
import { CHAIN_MASK, HAS_OUTPUT, HAS_ROW, TARGET_SHIFT } from './automaton.ts';
import {
  ANYWHERE,
  type CompiledRules,
  type Lists,
  PATTERN,
  PATTERN_LENGTH,
  PATTERN_TERMS,
  TRIGGER,
} from './compiled-rules.ts';
import { negationBefore } from './negation.ts';
import { ALPHABET_BITS, type NormalizedText } from './normalize.ts';
import type { Conditions } from './rule.ts';

/** A part of the normalized text: indices into its symbols. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Match {
  /** The rule's index. */
  readonly rule: number;
  readonly spans: readonly Span[];
}

/** By term, numbers that are read together: the text it was last found in, its position, and its first trigger. */
const TERM = 4;
const START = 1;
const END = 2;
const FIRST_TRIGGER = 3;

export class Matcher {
  readonly #compiled: CompiledRules;
  /** `TERM` numbers a term, and a last row. The number of a text saves clearing the table for every text. */
  readonly #terms: Int32Array;
  #text = 0;
  /** Of the rule that `first` has found: the phrase, and the positions of its terms. */
  #phrase = 0;
  readonly #positions: number[] = [];

  constructor(compiled: CompiledRules) {
    this.#compiled = compiled;
    const { starts } = compiled.termPhrases;
    this.#terms = new Int32Array(starts.length * TERM);
    for (const [term, start] of starts.entries()) this.#terms[term * TERM + FIRST_TRIGGER] = start * TRIGGER;
  }

  /**
   * Index of the first rule, in the order in which they decide, that matches and comes after the rule `after`; -1
   * where there is none.
   */
  first(text: NormalizedText, reply: SmtpReply, provider: string, after = -1): number {
    const { automaton, rules, patterns, patternTerms, triggers } = this.#compiled;
    const { states, rows, firstOutput, outputs } = automaton;
    const { symbols, length } = text;
    const terms = this.#terms;
    const now = ++this.#text;
    let first = rules.length;
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
        if ((patterns[row] ?? 0) >= first) continue;
        const lastTerm = patterns[row + PATTERN + PATTERN_TERMS] ?? 0;
        for (let t = patterns[row + PATTERN_TERMS] ?? 0; t < lastTerm; t++) {
          const term = (patternTerms[t] ?? 0) * TERM;
          terms[term] = now;
          terms[term + START] = i + 1 - (patterns[row + PATTERN_LENGTH] ?? 0);
          terms[term + END] = i + 1;
          const lastTrigger = terms[term + TERM + FIRST_TRIGGER] ?? 0;
          for (let c = terms[term + FIRST_TRIGGER] ?? 0; c < lastTrigger; c += TRIGGER) {
            const rule = triggers[c] ?? 0;
            if (rule >= first) break;
            // Most phrases of a frequent word need another word first, which is not there.
            if (terms[(triggers[c + 1] ?? 0) * TERM] !== now || rule <= after) continue;
            const phrase = triggers[c + 2] ?? 0;
            if (!this.#holds(phrase) || !allows(rules[rule]?.when ?? null, reply, provider)) continue;
            if (this.#isNegated(phrase, symbols)) continue;
            first = rule;
            this.#record(phrase);
          }
        }
      }
    }
    return first === rules.length ? -1 : first;
  }

  /** Every rule that matches, in the order in which they decide, each with the parts of the text that it matched. */
  all(text: NormalizedText, reply: SmtpReply, provider: string): readonly Match[] {
    const found: Match[] = [];
    let match = this.find(text, reply, provider);
    while (match !== null) {
      found.push(match);
      match = this.find(text, reply, provider, match.rule);
    }
    return found;
  }

  /** The rule that `first` gives, with the parts of the text that it matched; null where there is none. */
  find(text: NormalizedText, reply: SmtpReply, provider: string, after = -1): Match | null {
    const rule = this.first(text, reply, provider, after);
    return rule < 0 ? null : { rule, spans: this.#spans() };
  }

  /** The positions are recorded at once: a term may be found again further on. */
  #record(phrase: number): void {
    this.#phrase = phrase;
    const { starts, items } = this.#compiled.phraseTerms;
    const first = starts[phrase] ?? 0;
    const last = starts[phrase + 1] ?? 0;
    for (let t = first; t < last; t++) {
      const at = (t - first) * 2;
      this.#positions[at] = this.#startOf(items[t] ?? 0);
      this.#positions[at + 1] = this.#endOf(items[t] ?? 0);
    }
  }

  #spans(): readonly Span[] {
    return Array.from(listed(this.#compiled.phraseTerms, this.#phrase), (_, n) => ({
      start: this.#positions[n * 2] ?? 0,
      end: this.#positions[n * 2 + 1] ?? 0,
    }));
  }

  #startOf(term: number): number {
    return this.#terms[term * TERM + START] ?? 0;
  }

  #endOf(term: number): number {
    return this.#terms[term * TERM + END] ?? 0;
  }

  /** Whether all terms of a phrase have been found in this text, near enough to each other. */
  #holds(phrase: number): boolean {
    const { phraseTerms, phraseGap } = this.#compiled;
    const { starts, items } = phraseTerms;
    const first = starts[phrase] ?? 0;
    const last = (starts[phrase + 1] ?? 0) - 1;
    if (first === last) return true;
    for (let t = first; t <= last; t++) {
      if (this.#terms[(items[t] ?? 0) * TERM] !== this.#text) return false;
    }
    const gap = phraseGap[phrase] ?? ANYWHERE;
    if (gap === ANYWHERE) return true;
    for (let t = first; t < last; t++) {
      // Neighbours share the space between them, hence -1.
      const distance = this.#startOf(items[t + 1] ?? 0) - this.#endOf(items[t] ?? 0);
      if (distance < -1 || distance > gap) return false;
    }
    return true;
  }

  /** Whether a term of a phrase is negated where it stands: `not full`, `nor blocked`, `not a virus`. */
  #isNegated(phrase: number, symbols: Uint8Array): boolean {
    const { starts, items } = this.#compiled.phraseTerms;
    const last = starts[phrase + 1] ?? 0;
    for (let t = starts[phrase] ?? 0; t < last; t++) {
      const start = this.#startOf(items[t] ?? 0);
      const negation = negationBefore(symbols, start);
      // The negation may be a part of the phrase: `does not .. exist`.
      if (negation < start && !this.#hasTermAt(negation, phrase)) return true;
    }
    return false;
  }

  /** Whether a term of the phrase was found around the word that begins at `place`. */
  #hasTermAt(place: number, phrase: number): boolean {
    return listed(this.#compiled.phraseTerms, phrase).some(
      (term) => this.#startOf(term) <= place && this.#endOf(term) > place + 1,
    );
  }
}

function listed({ starts, items }: Lists, n: number): Int32Array {
  return items.subarray(starts[n], starts[n + 1]);
}

function allows(when: Conditions | null, reply: SmtpReply, provider: string): boolean {
  if (when === null) return true;
  const { status, replyCode, command, provider: providers } = when;
  // Without a reply code, the class of the status says whether it is 4yz or 5yz.
  if (replyCode !== undefined && !beginsWithOne(reply.replyCode || reply.status, replyCode)) return false;
  if (status !== undefined && !hasStatus(reply.status, status)) return false;
  if (command !== undefined && !(reply.command !== '' && command.includes(reply.command))) return false;
  return providers === undefined || providers.includes(provider);
}

// Loops: conditions are tested for nearly every reply, and a closure costs more than the comparison.
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
