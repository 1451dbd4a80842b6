import { EspApiError } from './errors.ts';
import type { Outcome } from './suppression-api.ts';

/** What a removal by address came to, where an absent entry is 404 and a protected one 403. */
export async function removalOutcome(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call;
    return { outcome: 'changed' };
  } catch (error) {
    if (error instanceof EspApiError && error.kind === 'not-found') return { outcome: 'unchanged' };
    throw error;
  }
}

/** Runs a removal for each ref in turn, for ESPs that take one address a call. */
export async function oneByOne<T>(
  items: readonly T[],
  act: (item: T) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const item of items) outcomes.push(await act(item));
  return outcomes;
}
