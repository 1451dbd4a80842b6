import type { OwnRuleSettings } from '../failure-codes/translations.ts';
import type { Classifier } from './classifier.ts';
import { createClassifier } from './create.ts';

/** The classifier with the operator's own rules; what matches those is loaded only when there are some. */
export async function openClassifier(rules: OwnRuleSettings): Promise<Classifier> {
  if (rules.response.length === 0 && rules.textBody.length === 0) return createClassifier();
  const { compileOwnRules } = await import('./own-rules.ts');
  return createClassifier({ own: compileOwnRules(rules) });
}
