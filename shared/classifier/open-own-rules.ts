import type { OwnRuleSettings } from '../failure-codes/translations.ts';
import type { OwnRules } from './classify.ts';

/** The operator's own rules, null where there are none: what matches them is loaded only when there are some. */
export async function openOwnRules(rules: OwnRuleSettings): Promise<OwnRules | null> {
  if (rules.response.length === 0 && rules.textBody.length === 0) return null;
  const { compileOwnRules } = await import('./own-rules.ts');
  return compileOwnRules(rules);
}
