/** Checks of rule files beyond their shape: ids, codes, families, phrases, precedence, examples. */
import { shippedCodes } from '../../failure-codes/scheme.ts';
import { familyOf, splitPhrase } from '../compile.ts';
import { normalizePhrase } from '../normalize.ts';
import { includedFamilies } from '../words.ts';
import type { FileRule } from './file-rule.ts';
import { type ParsedRules, parseRuleFiles } from './rule-files.ts';
import type { RuleSource } from './sources.ts';
import type { RuleIssue } from './yaml.ts';

/** Symbols of the shortest phrase that may stand alone: two letters and the spaces around them. */
const MIN_PHRASE_LENGTH = 4;

/**
 * What is wrong in the rule files.
 *
 * @param file Only the issues of this file. Default: of all.
 */
export function checkRuleFiles(sources: readonly RuleSource[], file?: string): readonly RuleIssue[] {
  const { rules, issues } = parseRuleFiles(sources);
  const found = rules === null ? issues : [...issues, ...checkRules(rules, shippedCodeNumbers())];
  return found.filter((issue) => file === undefined || issue.file === file);
}

/** What is wrong in rules whose files have the right shape. */
export function checkRules(
  parsed: ParsedRules,
  codes: ReadonlySet<number>,
  { examples }: { readonly examples: 'required' | 'optional' } = { examples: 'required' },
): readonly RuleIssue[] {
  return [
    ...(examples === 'required' ? withoutExample(parsed.rules) : []),
    ...parsed.rules.flatMap((rule) => checkRule(rule, parsed, codes)),
    ...repeated(parsed.rules),
    ...unusedFamilies(parsed),
    ...repeatedWords(parsed),
  ];
}

export function shippedCodeNumbers(): ReadonlySet<number> {
  return new Set<number>(shippedCodes.map(({ code }) => code));
}

function checkRule(
  rule: FileRule,
  { wordEntries }: ParsedRules,
  codes: ReadonlySet<number>,
): readonly RuleIssue[] {
  const { file } = rule;
  const issues: RuleIssue[] = [];
  if (!codes.has(rule.code)) {
    issues.push({
      file,
      line: rule.line,
      message: `${rule.id}: unknown failure code ${rule.code}. See docs/codes.md.`,
    });
  }
  for (const phrase of rule.locatedPhrases) {
    for (const part of splitPhrase(phrase.value).parts) {
      const family = familyOf(part);
      if (family !== undefined && !Object.hasOwn(wordEntries, family)) {
        const message = `Unknown word family {${family}}. Add it under "words:", or correct it.`;
        issues.push({ file, line: phrase.line, message });
      } else if (family === undefined && /\{[\w-]+\}/.test(part)) {
        const message = `In a phrase with a gap a word family stands alone: "${part}" is never found. Put ".." beside it, or leave the gap out.`;
        issues.push({ file, line: phrase.line, message });
      }
    }
    if (isSimple(phrase.value) && normalizePhrase(phrase.value).length < MIN_PHRASE_LENGTH) {
      const message = `The phrase "${phrase.value}" is in too many words. Add a word beside it.`;
      issues.push({ file, line: phrase.line, message });
    }
  }
  return [...issues, ...coveredPhrases(rule)];
}

function withoutExample(rules: readonly FileRule[]): readonly RuleIssue[] {
  return rules
    .filter(({ examples }) => examples.length === 0)
    .map(({ id, file, line }) => {
      const message = `${id} has no example. Add a reply that it decides under "examples:".`;
      return { file, line, message };
    });
}

/** A phrase of words alone, without families and gaps. */
function isSimple(phrase: string): boolean {
  return !/\{| \.{2,3} | \+ /.test(phrase);
}

/** Words that negate what follows: a phrase that has one is not what the phrase without it is. */
const NEGATION = /\b(?:not|nor|neither|never|isnt|arent|wasnt|werent|hasnt)\b/;

/** Phrases that add nothing: where they are found, a shorter one of the same rule is found. */
function coveredPhrases(rule: FileRule): readonly RuleIssue[] {
  const simple = rule.locatedPhrases
    .filter(({ value }) => isSimple(value))
    .map((phrase) => ({
      ...phrase,
      line: () => phrase.line,
      symbols: `,${normalizePhrase(phrase.value).join()},`,
    }));
  return simple.flatMap((phrase) => {
    if (NEGATION.test(phrase.value)) return [];
    const covering = simple.find(
      (other) => other.symbols !== phrase.symbols && phrase.symbols.includes(other.symbols),
    );
    if (covering === undefined) return [];
    const message = `The phrase "${phrase.value}" is covered by "${covering.value}" in line ${covering.line()}. Remove it.`;
    return [{ file: rule.file, line: phrase.line(), message }];
  });
}

/** A phrase as far as it is compared: its words as they are normalized, its families and its gaps. */
function comparable(phrase: string): string {
  return phrase
    .split(/( \.{2,3} | \+ |\{[\w-]+\})/)
    .map((part) => (/^( |\{)/.test(part) ? part : [...normalizePhrase(part)].join()))
    .join('|');
}

/** Ids that occur twice, and phrases that occur twice under the same conditions. */
function repeated(rules: readonly FileRule[]): readonly RuleIssue[] {
  const issues: RuleIssue[] = [];
  const ids = new Map<string, FileRule>();
  const phrases = new Map<string, { readonly rule: FileRule; readonly line: () => number }>();
  for (const rule of rules) {
    const first = ids.get(rule.id);
    if (first) {
      const message = `The id is in ${first.file}:${first.line} already. Choose another.`;
      issues.push({ file: rule.file, line: rule.line, message });
    }
    ids.set(rule.id, rule);
    for (const phrase of rule.locatedPhrases) {
      const key = `${comparable(phrase.value)} ${JSON.stringify(rule.when)}`;
      const same = phrases.get(key);
      if (same) {
        const message =
          `The phrase "${phrase.value}" is in ${same.rule.id} (${same.rule.file}:${same.line()}) already. ` +
          'Remove one of them, or give the rules different conditions under "when:".';
        issues.push({ file: rule.file, line: phrase.line, message });
      }
      phrases.set(key, { rule, line: () => phrase.line });
    }
  }
  return issues;
}

function unusedFamilies({ rules, families, wordEntries }: ParsedRules): readonly RuleIssue[] {
  const used = new Set([
    ...rules.flatMap(({ phrases }) => phrases.flatMap((phrase) => splitPhrase(phrase).parts.map(familyOf))),
    ...Object.values(wordEntries).flatMap((entries) => entries.flatMap(includedFamilies)),
  ]);
  return families
    .filter(({ name }) => !used.has(name.value))
    .map(({ name, file }) => {
      const message = `No phrase uses the word family {${name.value}}. Remove it.`;
      return { file, line: name.line, message };
    });
}

function repeatedWords({ families, ruleSet }: ParsedRules): readonly RuleIssue[] {
  return families.flatMap(({ name, file }) => {
    const words = ruleSet.words[name.value] ?? [];
    const seen = new Set<string>();
    return words.flatMap((word) => {
      const symbols = normalizePhrase(word).join();
      const message = `The word family {${name.value}} has "${word}" twice, perhaps in another spelling. Remove one.`;
      if (seen.has(symbols)) return [{ file, line: name.line, message }];
      seen.add(symbols);
      return [];
    });
  });
}
