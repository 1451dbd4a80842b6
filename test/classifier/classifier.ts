import type { Question } from '../../shared/classifier/classifier.ts';
import { createClassifier } from '../../shared/classifier/create.ts';

/** One for all specifications of a file: building its tables takes longer than all they ask. */
export const classifier = createClassifier();

/** What the shipped rules make of a bare reply. */
export function classify(reply: string, more: Partial<Question> = {}) {
  return classifier.classify({ diagnostic: reply, ...more });
}
