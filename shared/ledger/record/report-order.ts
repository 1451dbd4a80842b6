import { storedBases, storedKinds } from '../../events/event.ts';
import type { StoredEvent } from './stored-event.ts';

const permanenceOrder = (permanent: boolean | null): number => (permanent === null ? 0 : permanent ? 2 : 1);

/** Which of two reports of one id counts: negative when it is `a`. A total order of reports. */
export function compareReports(a: StoredEvent, b: StoredEvent): number {
  return (
    b.replayGeneration - a.replayGeneration ||
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
