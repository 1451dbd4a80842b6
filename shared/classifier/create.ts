/** The classifier with the shipped rules, compiled here and now. Bundled functions have them compiled (rules-file.ts). */
import type { OwnRuleSettings } from '../failure-codes/translations.ts';
import type { Classifier } from './classifier.ts';
import { classifierOver, type OwnRules } from './classify.ts';
import { compileRules } from './compile.ts';
import type { CompiledRules } from './compiled.ts';
import { openOwnRules } from './open-own-rules.ts';
import { ruleFiles } from './rules/index.ts';
import { words } from './rules/words.ts';

export interface ClassifierOptions {
  readonly own?: OwnRules | null;
}

/** Makes a classifier. Compiling takes some milliseconds: make one a process. */
export function createClassifier({ own = null }: ClassifierOptions = {}): Classifier {
  return classifierOver(shippedRules(), own);
}

/** The same with the operator's rules, where there are some. */
export async function openClassifier(rules: OwnRuleSettings): Promise<Classifier> {
  return createClassifier({ own: await openOwnRules(rules) });
}

/** The shipped rules, compiled. */
export function shippedRules(): CompiledRules {
  return compileRules(ruleFiles, words);
}
