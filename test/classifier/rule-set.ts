import type { FileRule } from '../../shared/classifier/rule-files/file-rule.ts';
import { parseRuleFiles } from '../../shared/classifier/rule-files/rule-files.ts';
import { readRuleSources } from '../../shared/classifier/rule-files/sources.ts';

const { rules: parsed } = parseRuleFiles(readRuleSources());

/** The shipped rules with their examples, in the order in which they decide. */
export const shippedRules: readonly FileRule[] = parsed?.rules ?? [];

/** The replies of the examples of some rules. */
export function exampleReplies(rules: readonly FileRule[]): readonly string[] {
  return rules.flatMap(({ examples }) => examples.map(({ value }) => value.reply));
}
