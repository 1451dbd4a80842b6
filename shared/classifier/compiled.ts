/** The rules as they are matched: numbers in flat tables, read millions of times and made once. */
import type { FailureCode } from '../failure-codes/scheme.ts';
import type { Automaton } from './automaton.ts';
import type { Guard } from './rule.ts';

export interface CompiledRule {
  /** `file/name`. */
  readonly rule: string;
  readonly code: FailureCode;
  readonly strength: number;
  readonly guard: Guard | null;
  readonly basis: 'receiver' | 'text';
}

/** Lists of numbers, one after the other: list n is what `items` holds from `starts[n]` up to `starts[n + 1]`. */
export interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

/** The terms of a condition may stand in any order, at any distance. */
export const ANYWHERE = -1;

export interface CompiledRules {
  readonly automaton: Automaton;
  /** Strongest first: a lower index outranks a higher one. */
  readonly rules: readonly CompiledRule[];
  /**
   * By pattern, `PATTERN` numbers that are read together: the strongest rule that finding it can have to do with, where
   * its terms begin in `patternTerms`, its length in symbols. A last one behind them all ends the last one's terms.
   */
  readonly patterns: Int32Array;
  /** The terms that each pattern belongs to, one pattern's after the other's. */
  readonly patternTerms: Int32Array;
  /** By term: the conditions that it can complete, strongest rule first. */
  readonly termConditions: Lists;
  /** By condition: its rule; its terms; the longest distance in symbols from one to the next, or `ANYWHERE`. */
  readonly conditionRule: Int32Array;
  readonly conditionGap: Int32Array;
  readonly conditionTerms: Lists;
  /**
   * What `termConditions` lists, `TRIGGER` numbers a condition: its rule, its first term, the condition. They are read
   * together, so they lie together.
   */
  readonly triggers: Int32Array;
}

export const TRIGGER = 3;

/** Four, though it holds three: so each lies in one line of a processor's cache. */
export const PATTERN = 4;
export const PATTERN_TERMS = 1;
export const PATTERN_LENGTH = 2;

export function listsOf(lists: ReadonlyArray<readonly number[]>): Lists {
  const starts = new Int32Array(lists.length + 1);
  for (const [n, list] of lists.entries()) starts[n + 1] = (starts[n] ?? 0) + list.length;
  return { starts, items: Int32Array.from(lists.flat()) };
}

/** The triggers that follow from the other tables. */
export function triggersOf({
  termConditions,
  conditionRule,
  conditionTerms,
}: Pick<CompiledRules, 'termConditions' | 'conditionRule' | 'conditionTerms'>): Int32Array {
  const triggers = new Int32Array(termConditions.items.length * TRIGGER);
  for (const [n, condition] of termConditions.items.entries()) {
    const first = conditionTerms.items[conditionTerms.starts[condition] ?? 0] ?? 0;
    triggers.set([conditionRule[condition] ?? 0, first, condition], n * TRIGGER);
  }
  return triggers;
}
