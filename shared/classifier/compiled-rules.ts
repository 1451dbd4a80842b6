/** The rules as they are matched: numbers in flat tables, made once and read millions of times. */
import type { Basis } from '../events/event.ts';
import type { FailureCode } from '../failure-codes/scheme.ts';
import type { Automaton } from './automaton.ts';
import type { Conditions, Tier } from './rule.ts';

export interface CompiledRule {
  /** The rule's id: `mailbox-full/over-quota`. */
  readonly rule: string;
  readonly code: FailureCode;
  readonly tier: Tier;
  readonly when: Conditions | null;
  readonly basis: Extract<Basis, 'receiver' | 'text' | 'operator'>;
}

/** Lists of numbers, one after the other: list n is `items` from `starts[n]` up to `starts[n + 1]`. */
export interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** The gap of a phrase whose terms may stand in any order, at any distance. */
export const ANYWHERE = -1;

/**
 * A phrase is one or more terms; a term is a family of words or a part of a phrase between `..` and `+`; a pattern is
 * one spelling of a term, which the automaton finds.
 */
export interface CompiledRules {
  readonly automaton: Automaton;
  /** In the order in which they decide: a lower index outranks a higher one. */
  readonly rules: readonly CompiledRule[];
  /**
   * By pattern, `PATTERN` numbers that are read together: the lowest index of a rule whose phrases have the pattern,
   * the index of its first term in `patternTerms`, its length in symbols. A last row ends the terms of the last pattern.
   */
  readonly patterns: Int32Array;
  /** The terms that each pattern belongs to, one pattern after the other. */
  readonly patternTerms: Int32Array;
  /** By term: the phrases that it can complete, in the order of their rules. */
  readonly termPhrases: Lists;
  /** By phrase: its rule; its terms; the longest distance in symbols from one to the next, or `ANYWHERE`. */
  readonly phraseRule: Int32Array;
  readonly phraseGap: Int32Array;
  readonly phraseTerms: Lists;
  /** The items of `termPhrases`, `TRIGGER` numbers each that are read together: rule, first term, phrase. */
  readonly triggers: Int32Array;
}

export const TRIGGER = 3;

/** Four though it holds three, so that a row lies in one cache line. */
export const PATTERN = 4;
export const PATTERN_TERMS = 1;
export const PATTERN_LENGTH = 2;

export function listsOf(lists: ReadonlyArray<readonly number[]>): Lists {
  const starts = new Int32Array(lists.length + 1);
  for (const [n, list] of lists.entries()) starts[n + 1] = (starts[n] ?? 0) + list.length;
  return { starts, items: Int32Array.from(lists.flat()) };
}

/** The triggers, which follow from the other tables. */
export function triggersOf({
  termPhrases,
  phraseRule,
  phraseTerms,
}: Pick<CompiledRules, 'termPhrases' | 'phraseRule' | 'phraseTerms'>): Int32Array {
  const triggers = new Int32Array(termPhrases.items.length * TRIGGER);
  for (const [n, phrase] of termPhrases.items.entries()) {
    const first = phraseTerms.items[phraseTerms.starts[phrase] ?? 0] ?? 0;
    triggers.set([phraseRule[phrase] ?? 0, first, phrase], n * TRIGGER);
  }
  return triggers;
}
