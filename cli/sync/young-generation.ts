/** Keeps the engine from trading memory for speed while millions of short-lived objects pass through. */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Bytes beyond which V8's young generation does not grow; by itself it would take four times as much. */
const MAX_BYTES = 16_000_000;

let isBounded = false;

/** Stops the growth of the young generation once it is as large as it needs to be. To be called now and then. */
export function boundYoungGeneration(): void {
  if (isBounded) return;
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  if (young === undefined || young.space_size < MAX_BYTES) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  isBounded = true;
}
