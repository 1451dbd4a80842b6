import { readFileSync } from 'node:fs';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { classifierOver } from '../shared/classifier/classify.ts';
import { openOwnRules } from '../shared/classifier/open-own-rules.ts';
import { unpackRules } from '../shared/classifier/rules-file.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';

/** The classifier over the rules that were compiled when the function was bundled, and the operator's own. */
export async function openBundledClassifier({ codes }: LedgerSettings): Promise<Classifier> {
  const compiled = unpackRules(readFileSync(new URL('./rules.bin', import.meta.url)));
  return classifierOver(compiled, await openOwnRules(codes));
}
