/** Retractions: events that take the place of an earlier report under its id, and say nothing. */
import { UNKNOWN } from '../failure-codes/scheme.ts';
import type { ClassifiedEvent } from './event.ts';

/** What every retraction has in common. */
export const RETRACTION = {
  kind: 'other',
  permanent: null,
  code: UNKNOWN,
  basis: 'none',
  rule: '',
  diagnostic: '',
} as const satisfies Partial<ClassifiedEvent>;
