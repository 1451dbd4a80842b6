/** The shipped rule files as one rule set, with the line of each rule, phrase and example. */
import type { InferOutput } from 'valibot';
import type { RuleSet } from '../rule.ts';
import { expandFamilies, inAllSpellings, type WordEntries } from '../words.ts';
import {
  type FileFamily,
  type FileRule,
  fileRule,
  located,
  type WrittenClaim,
  type WrittenRule,
} from './file-rule.ts';
import { orderRules } from './precedence.ts';
import { languageCausesFile, languageFile, precedenceFile, rulesFile } from './schema.ts';
import type { RuleSource } from './sources.ts';
import { type ParsedYaml, parseYaml, type RuleIssue, type YamlFile } from './yaml.ts';

export interface ParsedRules {
  /** In the order in which they decide. */
  readonly rules: readonly FileRule[];
  readonly families: readonly FileFamily[];
  readonly wordEntries: WordEntries;
  readonly ruleSet: RuleSet;
}

/** Parses the files; `rules` is null where the issues leave nothing to compile. */
export function parseRuleFiles(sources: readonly RuleSource[]): {
  readonly rules: ParsedRules | null;
  readonly issues: readonly RuleIssue[];
} {
  const issues: RuleIssue[] = [];
  const valid = <T>({ parsed, issues: found }: ParsedYaml<T>): YamlFile<T> | null => {
    issues.push(...found);
    return parsed;
  };
  const precedence = valid(parsePrecedence(sourceOf(sources, 'precedence')));
  const causes = valid(parseLanguageCauses(sourceOf(sources, 'language-causes')));
  const rules: FileRule[] = [];
  const families: FileFamily[] = [];
  const wordEntries: Record<string, WordEntries[string]> = {};
  for (const source of sources) {
    if (!source.name.includes('/')) continue;
    const parsed = valid<RulesFile | LanguageFile>(parseRulesSource(source));
    if (parsed === null) continue;
    for (const [family, words] of Object.entries(wordsOf(parsed.value))) {
      const name = located(family, parsed, ['words', family]);
      if (wordEntries[family]) {
        const message = `The word family {${family}} exists already. Rename it.`;
        issues.push({ file: source.file, line: name.line, message });
      }
      wordEntries[family] = words;
      families.push({ file: source.file, name });
    }
    for (const [index, rule] of (parsed.value.rules ?? []).entries()) {
      const path = ['rules', index];
      const claim = isComplete(rule) ? rule : causeOf(rule.id, causes?.value);
      if (claim) rules.push(fileRule(source.name, parsed, path, rule, claim, spellingsOf(parsed.value)));
      else {
        const known = Object.keys(causes?.value ?? {}).join(', ');
        const message = `Unknown cause "${rule.id}". Use one of language-causes.yaml: ${known}.`;
        issues.push({ file: source.file, line: parsed.lineOf([...path, 'id']), message });
      }
    }
  }
  if (precedence === null || causes === null) return { rules: null, issues };
  const ordered = orderRules(rules, precedence, issues);
  try {
    const ruleSet = { rules: ordered, words: expandFamilies(wordEntries) };
    return { rules: { rules: ordered, families, wordEntries, ruleSet }, issues };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { rules: null, issues: [...issues, familyIssue(error.message, families)] };
  }
}

type RulesFile = InferOutput<typeof rulesFile>;
type LanguageFile = InferOutput<typeof languageFile>;
type LanguageCauses = InferOutput<typeof languageCausesFile>;

function sourceOf(sources: readonly RuleSource[], name: string): RuleSource {
  const source = sources.find((each) => each.name === name);
  if (source === undefined) throw new RangeError(`The rule file ${name}.yaml is missing.`);
  return source;
}

const parsePrecedence = remembered(({ file, text }) => parseYaml(file, text, precedenceFile));
const parseLanguageCauses = remembered(({ file, text }) => parseYaml(file, text, languageCausesFile));
const parseRulesSource = remembered(
  ({ name, file, text }): ParsedYaml<RulesFile> | ParsedYaml<LanguageFile> =>
    name.startsWith('languages/') ? parseYaml(file, text, languageFile) : parseYaml(file, text, rulesFile),
);

/** Parses a source once, however often the set is parsed with another file changed. */
function remembered<T extends object>(parse: (source: RuleSource) => T): (source: RuleSource) => T {
  const known = new WeakMap<RuleSource, T>();
  return (source) => {
    let parsed = known.get(source);
    if (parsed === undefined) {
      parsed = parse(source);
      known.set(source, parsed);
    }
    return parsed;
  };
}

/** The families of a file; where it has other spellings of letters, with their words in both. */
function wordsOf(file: RulesFile | LanguageFile): WordEntries {
  const { words = {} } = file;
  const spellings = spellingsOf(file);
  if (spellings === undefined) return words;
  const respelled = Object.entries(words).map(([name, entries]): [string, WordEntries[string]] => {
    const plain = entries.filter((entry) => typeof entry === 'string');
    const others = entries.filter((entry) => typeof entry !== 'string');
    return [name, [...inAllSpellings(plain, spellings), ...others]];
  });
  return Object.fromEntries(respelled);
}

function spellingsOf(file: RulesFile | LanguageFile): LanguageFile['spellings'] {
  return 'spellings' in file ? file.spellings : undefined;
}

/** Whether a rule states code and tier itself: those of languages do not. */
function isComplete(rule: WrittenRule | (WrittenRule & WrittenClaim)): rule is WrittenRule & WrittenClaim {
  return 'code' in rule;
}

function causeOf(id: string, causes: LanguageCauses | undefined): LanguageCauses[string] | undefined {
  return causes && Object.hasOwn(causes, id) ? causes[id] : undefined;
}

function familyIssue(message: string, families: readonly FileFamily[]): RuleIssue {
  const [, name] = /\{([\w-]+)\}/.exec(message) ?? [];
  const place = families.find((family) => family.name.value === name) ?? families[0];
  return { file: place?.file ?? '', line: place?.name.line ?? 1, message };
}
