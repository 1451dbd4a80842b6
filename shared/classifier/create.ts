/** The classifier with the shipped rules, for the command line and tests. Functions have theirs bundled (rules.bin). */
import type { Classifier } from './classifier.ts';
import { type CustomRules, classifierOver } from './classify.ts';
import { type CustomRuleSettings, openCustomRules } from './custom-rules.ts';
import { cachedShippedRules } from './rule-files/cache.ts';

export interface ClassifierOptions {
  /** @default null: the shipped rules alone */
  readonly custom?: CustomRules | null;
}

/** Makes a classifier; make one a process. */
export function createClassifier({ custom = null }: ClassifierOptions = {}): Classifier {
  return classifierOver(cachedShippedRules(), custom);
}

/** The same with the operator's rules, where there are some. */
export async function openClassifier(rules: CustomRuleSettings): Promise<Classifier> {
  return createClassifier({ custom: await openCustomRules(rules) });
}
