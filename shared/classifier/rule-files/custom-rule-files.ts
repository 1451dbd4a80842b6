/** The operator's rule files (`codes/*.yaml`): the format of the shipped ones, with custom codes. */
import { type CustomRule, noCustomRules } from '../custom-rules.ts';
import { type Tier, tiers, type WordFamilies } from '../rule.ts';
import { expandFamilies, type WordEntries } from '../words.ts';
import { checkRules } from './check.ts';
import { type FileFamily, type FileRule, fileRule, located } from './file-rule.ts';
import { type ParsedRules, parseRuleFiles } from './rule-files.ts';
import { customRulesFile } from './schema.ts';
import { readRuleSources } from './sources.ts';
import { parseYaml, type RuleIssue } from './yaml.ts';

/** A custom rule with its place in the file. */
export interface CustomFileRule extends FileRule {
  readonly appliesTo: CustomRule['appliesTo'];
}

export interface CustomRuleFile {
  /** As messages name it: `codes/leave.yaml`. */
  readonly file: string;
  readonly text: string;
}

export interface ParsedCustomRules {
  /** In the order in which they decide. */
  readonly rules: readonly CustomFileRule[];
  /** The word families that their phrases name. */
  readonly words: WordFamilies;
  readonly issues: readonly RuleIssue[];
}

/** The tier of a custom rule that gives none: before those that give a lower one. */
const DEFAULT_TIER: Tier = 'receiver';

/**
 * Parses and checks the operator's rule files. Their phrases may name the shipped word families and their own.
 *
 * @param knownCodes The codes that a rule may give, shipped and custom.
 */
export function parseCustomRuleFiles(
  files: readonly CustomRuleFile[],
  knownCodes: ReadonlySet<number>,
): ParsedCustomRules {
  if (files.length === 0) return { rules: [], words: {}, issues: [] };
  const issues: RuleIssue[] = [];
  const rules: CustomFileRule[] = [];
  const families: FileFamily[] = [];
  const custom: Record<string, WordEntries[string]> = {};
  for (const { file, text } of files) {
    const { parsed, issues: found } = parseYaml(file, text, customRulesFile);
    issues.push(...found);
    if (parsed === null) continue;
    for (const [family, words] of Object.entries(parsed.value.words ?? {})) {
      custom[family] = words;
      families.push({ file, name: located(family, parsed, ['words', family]) });
    }
    const name = file.replace(/\.ya?ml$/, '');
    for (const [index, rule] of parsed.value.rules.entries()) {
      const claim = { code: rule.code, tier: rule.tier ?? DEFAULT_TIER, when: rule.when };
      const appliesTo = rule['applies-to'] ?? 'reply';
      rules.push(Object.assign(fileRule(name, parsed, ['rules', index], rule, claim), { appliesTo }));
    }
  }
  const ordered = tiers.flatMap((tier) => rules.filter((rule) => rule.tier === tier));
  try {
    const wordEntries = { ...shippedWords(ordered, custom), ...custom };
    const parsed: ParsedRules = {
      rules: ordered,
      families,
      wordEntries,
      ruleSet: { rules: ordered, words: expandFamilies(wordEntries) },
    };
    issues.push(...checkRules(parsed, knownCodes, { examples: 'optional' }));
    return { rules: ordered, words: usedWords(ordered, parsed.ruleSet.words), issues };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const file = files[0]?.file ?? '';
    return { rules: [], words: {}, issues: [...issues, { file, line: 1, message: error.message }] };
  }
}

/** The rules as settings hold them: plain JSON, without places and examples. */
export function customRuleSettings({ rules, words }: Pick<ParsedCustomRules, 'rules' | 'words'>): {
  readonly rules: readonly CustomRule[];
  readonly words: WordFamilies;
} {
  if (rules.length === 0) return { rules: noCustomRules.rules, words: noCustomRules.words };
  return {
    rules: rules.map(({ id, code, tier, when, phrases, appliesTo }) => ({
      id,
      code,
      tier,
      when,
      phrases,
      appliesTo,
    })),
    words,
  };
}

const FAMILY = /\{([\w-]+)\}/g;

function familiesIn(phrases: readonly string[]): readonly string[] {
  return phrases.flatMap((phrase) => [...phrase.matchAll(FAMILY)].map(([, name = '']) => name));
}

/** The shipped families, read only where the files name one that they do not have. */
function shippedWords(rules: readonly FileRule[], custom: WordEntries): WordEntries {
  const included = Object.values(custom).flatMap((entries) => familiesIn([JSON.stringify(entries)]));
  const named = [...rules.flatMap(({ phrases }) => familiesIn(phrases)), ...included];
  if (named.every((name) => Object.hasOwn(custom, name))) return {};
  return parseRuleFiles(readRuleSources()).rules?.ruleSet.words ?? {};
}

function usedWords(rules: readonly FileRule[], words: WordFamilies): WordFamilies {
  const used = new Set(rules.flatMap(({ phrases }) => familiesIn(phrases)));
  return Object.fromEntries(Object.entries(words).filter(([name]) => used.has(name)));
}
