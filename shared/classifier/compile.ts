/** Compiles rules to the automaton and the tables by which its findings become rules. */
import { asFailureCode } from '../failure-codes/scheme.ts';
import { buildAutomaton } from './automaton.ts';
import {
  ANYWHERE,
  type CompiledRule,
  type CompiledRules,
  listsOf,
  PATTERN,
  PATTERN_TERMS,
  triggersOf,
} from './compiled-rules.ts';
import { normalizePhrase } from './normalize.ts';
import type { Rule, RuleSet, WordFamilies } from './rule.ts';
import { inBothSpellings } from './spelling.ts';

/** A part of a phrase that is found by itself: words without a gap, or a family of words. */
interface Term {
  readonly id: number;
  /** The phrases that are to be tested when the term is found. */
  readonly completes: number[];
}

/** A phrase in terms. */
interface TermSequence {
  readonly rule: number;
  readonly terms: readonly number[];
  readonly gap: number;
}

/** The shortest pattern in symbols: a letter and a space. */
const MIN_PATTERN_LENGTH = 2;

/**
 * @throws RangeError where a rule names an unknown family, a phrase is too short, or two rules have one id. The rule
 * files are checked before with file and line (rule-files/check.ts).
 */
export function compileRules({ rules, words }: RuleSet, basis?: CompiledRule['basis']): CompiledRules {
  const ids = new Set(rules.map(({ id }) => id));
  if (ids.size !== rules.length) throw new RangeError('Two rules have the same id.');

  const patterns = new PatternTable(words);
  const phrases: TermSequence[] = [];
  for (const [index, rule] of rules.entries()) {
    for (const phrase of inBothSpellings(rule.phrases)) {
      const { parts, gap } = splitPhrase(phrase);
      const terms = parts.map((part) => patterns.term(part, rule.id));
      const number = phrases.push({ rule: index, terms: terms.map((term) => term.id), gap }) - 1;
      // In a sequence only the last term can complete it.
      const completing = gap === ANYWHERE ? terms : terms.slice(-1);
      for (const term of new Set(completing)) term.completes.push(number);
    }
  }
  const tables = {
    termPhrases: listsOf(patterns.allTerms.map((term) => term.completes)),
    phraseRule: Int32Array.from(phrases, ({ rule }) => rule),
    phraseTerms: listsOf(phrases.map(({ terms }) => terms)),
  };
  return {
    automaton: buildAutomaton(patterns.symbols),
    rules: rules.map((rule) => compiledRule(rule, basis)),
    patterns: patternRows(patterns, phrases),
    patternTerms: Int32Array.from(patterns.terms.flat()),
    ...tables,
    phraseGap: Int32Array.from(phrases, ({ gap }) => gap),
    triggers: triggersOf(tables),
  };
}

function compiledRule({ id, code, tier, when }: Rule, basis?: CompiledRule['basis']): CompiledRule {
  const byFolder = id.startsWith('receivers/') ? 'receiver' : 'text';
  return { rule: id, code: asFailureCode(code), tier, when, basis: basis ?? byFolder };
}

function patternRows({ symbols, terms }: PatternTable, phrases: readonly TermSequence[]): Int32Array {
  const firstRuleOf = new Map<number, number>();
  // Phrases are in the order of their rules.
  for (const phrase of phrases) {
    for (const term of phrase.terms) if (!firstRuleOf.has(term)) firstRuleOf.set(term, phrase.rule);
  }
  const rows = new Int32Array((terms.length + 1) * PATTERN);
  let begin = 0;
  for (const [pattern, ofPattern] of terms.entries()) {
    const firstRule = Math.min(...ofPattern.map((term) => firstRuleOf.get(term) ?? 0));
    rows.set([firstRule, begin, symbols[pattern]?.length ?? 0], pattern * PATTERN);
    begin += ofPattern.length;
  }
  rows[terms.length * PATTERN + PATTERN_TERMS] = begin;
  return rows;
}

const NEAR = 30;
const FAR = 90;
/** Terms side by side share the space between them. */
const ADJACENT = 0;
const FAMILY_BESIDE_WORDS = /^(?=.*\S .*)(?:.* )?\{[\w-]+\}(?: .*)?$/;

/** The terms of a phrase, and the longest distance between them in symbols. */
export function splitPhrase(phrase: string): { parts: readonly string[]; gap: number } {
  if (phrase.includes(' + ')) return { parts: phrase.split(' + '), gap: ANYWHERE };
  if (phrase.includes(' ... ')) return { parts: phrase.split(' ... '), gap: FAR };
  if (phrase.includes(' .. ')) return { parts: phrase.split(' .. '), gap: NEAR };
  if (!FAMILY_BESIDE_WORDS.test(phrase)) return { parts: [phrase], gap: NEAR };
  const parts = phrase.split(/ ?(\{[\w-]+\}) ?/).filter((part) => part !== '');
  return { parts, gap: ADJACENT };
}

/** The family that a term names, or undefined where it is words. */
export function familyOf(term: string): string | undefined {
  return /^\{([\w-]+)\}$/.exec(term)?.[1];
}

/** Collects the distinct terms and patterns of all phrases. */
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
    const term: Term = { id: this.allTerms.length, completes: [] };
    this.allTerms.push(term);
    this.#byPart.set(part, term);
    for (const text of this.#spellings(part, rule)) this.#pattern(text, rule).push(term.id);
    return term;
  }

  #spellings(part: string, rule: string): readonly string[] {
    const family = familyOf(part);
    if (family === undefined) return [part];
    const words = this.#families[family];
    if (!words) throw new RangeError(`Rule ${rule}: unknown word family {${family}}.`);
    return inBothSpellings(words);
  }

  #pattern(text: string, rule: string): number[] {
    const symbols = normalizePhrase(text);
    if (symbols.length < MIN_PATTERN_LENGTH) {
      throw new RangeError(`Rule ${rule}: the phrase "${text}" is too short.`);
    }
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
