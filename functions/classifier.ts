import { readFileSync } from 'node:fs';
import type { Classifier } from '../shared/classifier/classifier.ts';
import { classifierOver } from '../shared/classifier/classify.ts';
import { openCustomRules } from '../shared/classifier/custom-rules.ts';
import { unpackRules } from '../shared/classifier/packed-rules.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';

/** The classifier over the rules that were compiled when the function was bundled, and the custom ones. */
export async function openBundledClassifier({ codes }: LedgerSettings): Promise<Classifier> {
  const compiled = unpackRules(readFileSync(new URL('./rules.bin', import.meta.url)));
  return classifierOver(compiled, await openCustomRules(codes));
}
