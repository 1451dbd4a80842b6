/** The operator's `ledger.config.ts`, as far as a command needs it. */
import type { Classifier } from '../shared/classifier/classifier.ts';
import { createClassifier } from '../shared/classifier/create.ts';

export async function loadClassifier(_file?: string): Promise<Classifier> {
  return createClassifier();
}
