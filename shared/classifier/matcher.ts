/** Finds the rules that a folded reply matches. One matcher serves a process; it is not re-entrant. */
import { scan } from './automaton.ts';
import type { CompiledRules } from './compile.ts';
import type { Folded } from './fold.ts';
import type { Reply } from './reply.ts';
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

export class Matcher {
  readonly #compiled: CompiledRules;
  /** By term: the text it was last found in, and where. Stamps save clearing the tables for every text. */
  readonly #stamp: Int32Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  #text = 0;

  constructor(compiled: CompiledRules) {
    this.#compiled = compiled;
    this.#stamp = new Int32Array(compiled.termCount);
    this.#start = new Int32Array(compiled.termCount);
    this.#end = new Int32Array(compiled.termCount);
  }

  /** Index of the strongest rule that matches, or -1. */
  best(text: Folded, reply: Reply, provider: string): number {
    const { conditions, rules } = this.#compiled;
    let best = rules.length;
    this.#eachCondition(text, (index) => {
      const condition = conditions[index];
      if (condition === undefined || condition.rule >= best) return;
      if (!this.#holds(condition.terms, condition.gap)) return;
      if (allows(rules[condition.rule]?.guard ?? null, reply, provider)) best = condition.rule;
    });
    return best === rules.length ? -1 : best;
  }

  /** Every rule that matches, strongest first, each with the parts of the text it matched first. */
  all(text: Folded, reply: Reply, provider: string): readonly Match[] {
    const { conditions, rules } = this.#compiled;
    const found = new Map<number, readonly Span[]>();
    this.#eachCondition(text, (index) => {
      const condition = conditions[index];
      if (condition === undefined || found.has(condition.rule)) return;
      if (!this.#holds(condition.terms, condition.gap)) return;
      if (!allows(rules[condition.rule]?.guard ?? null, reply, provider)) return;
      const spans = condition.terms.map((term) => ({
        start: this.#start[term] ?? 0,
        end: this.#end[term] ?? 0,
      }));
      found.set(condition.rule, spans);
    });
    return [...found].map(([rule, spans]) => ({ rule, spans })).sort((a, b) => a.rule - b.rule);
  }

  #eachCondition(text: Folded, visit: (condition: number) => void): void {
    const { automaton, patternLength, patternTerms, termConditions } = this.#compiled;
    this.#text++;
    scan(automaton, text, (pattern, end) => {
      const start = end - (patternLength[pattern] ?? 0);
      for (const term of patternTerms[pattern] ?? []) {
        this.#stamp[term] = this.#text;
        this.#start[term] = start;
        this.#end[term] = end;
        for (const condition of termConditions[term] ?? []) visit(condition);
      }
    });
  }

  #holds(terms: readonly number[], gap: number | null): boolean {
    if (terms.length === 1) return true;
    for (const term of terms) if (this.#stamp[term] !== this.#text) return false;
    if (gap === null) return true;
    for (let i = 1; i < terms.length; i++) {
      // Neighbours share the space between them, hence -1.
      const distance = (this.#start[terms[i] ?? 0] ?? 0) - (this.#end[terms[i - 1] ?? 0] ?? 0);
      if (distance < -1 || distance > gap) return false;
    }
    return true;
  }
}

function allows(guard: Guard | null, reply: Reply, provider: string): boolean {
  if (guard === null) return true;
  const { status, replyCode, command, provider: providers } = guard;
  if (status && !status.some((prefix) => statusBegins(reply.status, prefix))) return false;
  if (replyCode && !replyCode.some((prefix) => reply.replyCode.startsWith(prefix))) return false;
  if (command && !(reply.command !== '' && command.includes(reply.command))) return false;
  return !providers || providers.includes(provider);
}

function statusBegins(status: string, prefix: string): boolean {
  const from = prefix.startsWith('.') ? 1 : 0;
  if (!status.startsWith(prefix, from)) return false;
  const after = status.charCodeAt(from + prefix.length);
  return Number.isNaN(after) || after === 46;
}
