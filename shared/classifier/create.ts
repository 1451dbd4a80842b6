/** The classifier with the shipped rules, for the command line and tests. Functions have theirs bundled (rules.bin). */
import type { Classifier } from './classifier.ts';
import { classifierOver } from './classify.ts';
import { type CustomRuleSettings, noCustomRules, openCustomRules } from './custom-rules.ts';
import { readCompiledRules } from './rule-files/cache.ts';

/**
 * Opens a classifier; open one a process.
 *
 * @param custom The operator's rules.
 * @default noCustomRules: the shipped rules alone
 */
export async function openClassifier(custom: CustomRuleSettings = noCustomRules): Promise<Classifier> {
  // The YAML parser is loaded only where the rules have changed.
  const compiled = readCompiledRules() ?? (await import('./rule-files/shipped-rules.ts')).shippedRules();
  return classifierOver(compiled, await openCustomRules(custom));
}
