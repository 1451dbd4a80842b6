/** Turns the rules' data into the automaton and the tables by which its findings become rules. */
import { asFailureCode } from '../failure-codes/scheme.ts';
import { buildAutomaton } from './automaton.ts';
import { ANYWHERE, type CompiledRules, listsOf, PATTERN, PATTERN_TERMS, triggersOf } from './compiled.ts';
import { foldPhrase } from './fold.ts';
import type { RuleFile } from './rule.ts';

/** A term is a phrase without `..` or `+`, or a family of words: what the automaton reports. */
interface Term {
  readonly id: number;
  /** Patterns that end in this term, as conditions: which of them are to be looked at when it is found. */
  readonly triggers: number[];
}

/** Terms that together make one phrase of one rule. */
interface Condition {
  readonly rule: number;
  readonly terms: readonly number[];
  readonly gap: number;
}

export type WordFamilies = Readonly<Record<string, readonly string[]>>;

const NEAR = 30;
const FAR = 90;

/**
 * @throws Error when the data is wrong: an unknown family, an empty phrase, a rule named twice. The message names
 * the file and the rule.
 */
export function compileRules(files: readonly RuleFile[], families: WordFamilies): CompiledRules {
  const listed = files.flatMap(({ file, rules }) =>
    rules.map((rule) => ({ ...rule, name: `${file}/${rule.name}` })),
  );
  const ordered = listed
    .map((rule, order) => ({ rule, order }))
    .sort((a, b) => b.rule.strength - a.rule.strength || a.order - b.order)
    .map(({ rule }) => rule);
  const names = new Set(ordered.map((rule) => rule.name));
  if (names.size !== ordered.length) throw new Error('Two rules have the same name.');

  const patterns = new PatternTable(families);
  const conditions: Condition[] = [];
  for (const [index, rule] of ordered.entries()) {
    for (const [phrase] of rule.phrases) {
      const { parts, gap } = splitPhrase(phrase);
      const terms = parts.map((part) => patterns.term(part, rule.name));
      const condition = conditions.push({ rule: index, terms: terms.map((term) => term.id), gap }) - 1;
      // In a sequence only the last term can complete it.
      const completing = gap === ANYWHERE ? terms : terms.slice(-1);
      for (const term of new Set(completing)) term.triggers.push(condition);
    }
  }
  const tables = {
    termConditions: listsOf(patterns.allTerms.map((term) => term.triggers)),
    conditionRule: Int32Array.from(conditions, ({ rule }) => rule),
    conditionTerms: listsOf(conditions.map(({ terms }) => terms)),
  };
  return {
    automaton: buildAutomaton(patterns.symbols),
    rules: ordered.map((rule) => ({
      rule: rule.name,
      code: asFailureCode(rule.code),
      strength: rule.strength,
      guard: rule.guard ?? null,
      basis: rule.name.startsWith('receivers/') ? 'receiver' : 'text',
    })),
    patterns: patternRows(patterns, conditions),
    patternTerms: Int32Array.from(patterns.terms.flat()),
    ...tables,
    conditionGap: Int32Array.from(conditions, ({ gap }) => gap),
    triggers: triggersOf(tables),
  };
}

function patternRows({ symbols, terms }: PatternTable, conditions: readonly Condition[]): Int32Array {
  const strongestOf = new Map<number, number>();
  // The first condition of a term is of its strongest rule.
  for (const condition of conditions) {
    for (const term of condition.terms) if (!strongestOf.has(term)) strongestOf.set(term, condition.rule);
  }
  const rows = new Int32Array((terms.length + 1) * PATTERN);
  let begin = 0;
  for (const [pattern, own] of terms.entries()) {
    const strongest = Math.min(...own.map((term) => strongestOf.get(term) ?? 0));
    rows.set([strongest, begin, symbols[pattern]?.length ?? 0], pattern * PATTERN);
    begin += own.length;
  }
  rows[terms.length * PATTERN + PATTERN_TERMS] = begin;
  return rows;
}

/** Terms side by side share the space between them. */
const ADJACENT = 0;
const FAMILY_BESIDE_WORDS = /^(?=.*\S .*)(?:.* )?\{[\w-]+\}(?: .*)?$/;

function splitPhrase(phrase: string): { parts: readonly string[]; gap: number } {
  if (phrase.includes(' + ')) return { parts: phrase.split(' + '), gap: ANYWHERE };
  if (phrase.includes(' ... ')) return { parts: phrase.split(' ... '), gap: FAR };
  if (phrase.includes(' .. ')) return { parts: phrase.split(' .. '), gap: NEAR };
  if (!FAMILY_BESIDE_WORDS.test(phrase)) return { parts: [phrase], gap: NEAR };
  const parts = phrase.split(/ ?(\{[\w-]+\}) ?/).filter((part) => part !== '');
  return { parts, gap: ADJACENT };
}

/** Collects the distinct patterns of all phrases. */
class PatternTable {
  readonly symbols: Uint8Array[] = [];
  readonly terms: number[][] = [];
  readonly allTerms: Term[] = [];
  readonly #families: WordFamilies;
  readonly #byPart = new Map<string, Term>();
  readonly #byText = new Map<string, number>();

  constructor(families: WordFamilies) {
    this.#families = families;
  }

  term(part: string, rule: string): Term {
    const known = this.#byPart.get(part);
    if (known) return known;
    const term: Term = { id: this.allTerms.length, triggers: [] };
    this.allTerms.push(term);
    this.#byPart.set(part, term);
    for (const text of this.#spellings(part, rule)) this.#pattern(text, rule).push(term.id);
    return term;
  }

  #spellings(part: string, rule: string): readonly string[] {
    const family = /^\{([\w-]+)\}$/.exec(part)?.[1];
    if (family === undefined) return [part];
    const words = this.#families[family];
    if (!words) throw new Error(`Rule ${rule}: there is no word family {${family}}.`);
    return words;
  }

  #pattern(text: string, rule: string): number[] {
    const symbols = foldPhrase(text);
    if (symbols.length < 2) throw new Error(`Rule ${rule}: the phrase "${text}" is too short.`);
    const key = symbols.join();
    let index = this.#byText.get(key);
    if (index === undefined) {
      index = this.symbols.push(symbols) - 1;
      this.#byText.set(key, index);
      this.terms.push([]);
    }
    return this.terms[index] ?? [];
  }
}
