import type { Classifier } from '../shared/classifier/classifier.ts';
import { createClassifier } from '../shared/classifier/create.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';

/** The classifier with the operator's own rules; what matches those is loaded only when there are some. */
export async function openClassifier({ codes }: LedgerSettings): Promise<Classifier> {
  if (codes.response.length === 0) return createClassifier();
  const { ownRules } = await import('../shared/failure-codes/own-rules.ts');
  return createClassifier({ own: ownRules(codes) });
}
