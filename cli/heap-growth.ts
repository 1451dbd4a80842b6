/** Keeps the engine from trading memory for speed while millions of short-lived objects pass through. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes beyond which V8's young generation does not grow; by itself it would take eight times as much. */
const MAX_YOUNG_BYTES = 16_000_000;
/** By how much more than what is in use the old generation may grow before it is collected, in percent. */
const OLD_GROWTH_PERCENT = 100;

let isBounded = false;

/** Bounds the heap once the young generation is as large as it needs to be. To be called now and then. */
export function boundHeapGrowth(): void {
  if (isBounded) return;
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (young === undefined || young.space_size < MAX_YOUNG_BYTES) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString(`--heap-growing-percent=${OLD_GROWTH_PERCENT}`);
  isBounded = true;
}
