/** Runs the examples of rule files: each has to get its rule's code, and each rule has to decide one of its examples. */
import type { Classifier } from '../classifier.ts';
import { classifierOver } from '../classify.ts';
import { compileRules } from '../compile.ts';
import type { CustomFileRule } from './custom-rule-files.ts';
import type { FileRule } from './file-rule.ts';
import { parseRuleFiles } from './rule-files.ts';
import type { RuleSource } from './sources.ts';
import type { RuleIssue } from './yaml.ts';

export interface TestResult {
  /** How many examples were run. */
  readonly examples: number;
  /** How many rules they belong to. */
  readonly rules: number;
  readonly issues: readonly RuleIssue[];
}

/**
 * Runs the examples under all rules of `sources`.
 *
 * @param file Only the examples of this file. Default: of all.
 */
export function testRuleFiles(sources: readonly RuleSource[], file?: string): TestResult {
  const { rules: parsed, issues } = parseRuleFiles(sources);
  if (parsed === null) return { examples: 0, rules: 0, issues };
  const chosen = parsed.rules.filter((rule) => file === undefined || rule.file === file);
  return testExamples(chosen, classifierOver(compileRules(parsed.ruleSet)));
}

/** Runs the examples of some rules under a classifier that has them. */
export function testExamples(
  rules: ReadonlyArray<FileRule | CustomFileRule>,
  classifier: Classifier,
): TestResult {
  const issues = rules.flatMap((rule) => testRule(rule, classifier));
  const examples = rules.reduce((sum, rule) => sum + rule.examples.length, 0);
  return { examples, rules: rules.length, issues };
}

function testRule(rule: FileRule | CustomFileRule, classifier: Classifier): readonly RuleIssue[] {
  const isBody = 'appliesTo' in rule && rule.appliesTo === 'body';
  const results = rule.examples.map((example) => ({
    example,
    result: classifier.classify({
      diagnostic: example.value.reply,
      ...(isBody && { bodyText: example.value.reply }),
      ...(example.value.status !== undefined && { status: example.value.status }),
    }),
  }));
  const issues = results
    .filter(({ result }) => result.code !== rule.code)
    .map(({ example, result }) => ({
      file: rule.file,
      line: example.line,
      message:
        `"${example.value.reply}" gets ${result.code} by ${result.rule}, not ${rule.code} by ${rule.id}. ` +
        'Change the phrases, the tier, or the order in precedence.yaml.',
    }));
  const decides = results.some(({ result }) => result.rule === rule.id);
  if (decides || rule.examples.length === 0) return issues;
  const deciding = [...new Set(results.map(({ result }) => result.rule))].join(', ');
  const message = `No example is decided by ${rule.id}, but by ${deciding}. Add one that it decides, or remove the rule.`;
  return [...issues, { file: rule.file, line: rule.line, message }];
}
