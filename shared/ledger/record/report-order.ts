import { storedBases, storedKinds } from '../../events/event.ts';
import { compareEffects } from './effect.ts';
import type { StoredEvent } from './stored-event.ts';

const permanenceOrder = (permanent: boolean | null): number => (permanent === null ? 0 : permanent ? 2 : 1);

/**
 * Which of two reports of one id counts: negative when it is `a`. A total order of reports, so that merging is a join:
 * 1. the higher replay generation, which corrects what was read before;
 * 2. the stronger effect on the address, so that no report can weaken another one;
 * 3. the earlier time: a redelivery that is dated by its arrival must not outlive a release in between;
 * 4. every other field, only so that the choice does not depend on the order.
 */
export function compareReports(a: StoredEvent, b: StoredEvent): number {
  return (
    b.replayGeneration - a.replayGeneration ||
    compareEffects(a, b) ||
    a.at - b.at ||
    a.code - b.code ||
    storedKinds.numberOf(a.kind) - storedKinds.numberOf(b.kind) ||
    permanenceOrder(a.permanent) - permanenceOrder(b.permanent) ||
    storedBases.numberOf(a.basis) - storedBases.numberOf(b.basis) ||
    Number(a.hasProof) - Number(b.hasProof) ||
    Number(a.onEspSuppressionList) - Number(b.onEspSuppressionList) ||
    a.textHash - b.textHash ||
    compareTexts(a.source, b.source) ||
    compareTexts(a.list, b.list)
  );
}

/** Order of two texts by code units. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
