import type { ClassifyInput } from '../../shared/classifier/classifier.ts';
import { openClassifier } from '../../shared/classifier/create.ts';

/** One for all tests of a file: the tables take longer to load than all classifications. */
export const classifier = await openClassifier();

/** The classification of a bare reply by the shipped rules. */
export function classify(reply: string, more: Partial<ClassifyInput> = {}) {
  return classifier.classify({ diagnostic: reply, ...more });
}
