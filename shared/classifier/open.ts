import type { OwnRuleSettings } from '../failure-codes/translations.ts';
import type { Classifier } from './classifier.ts';
import { createClassifier } from './create.ts';
import { openOwnRules } from './open-own-rules.ts';

/** The classifier with the operator's own rules, the shipped ones compiled here and now. */
export async function openClassifier(rules: OwnRuleSettings): Promise<Classifier> {
  return createClassifier({ own: await openOwnRules(rules) });
}
