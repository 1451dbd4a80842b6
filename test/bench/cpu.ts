/** CPU time, measured so that a busy machine does not tell: what the process used, not what the wall clock saw. */

/** Microseconds of CPU time that `work` used, in all threads of this process. */
export async function cpuOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

export interface Pair {
  readonly ours: () => unknown;
  readonly floor: () => unknown;
}

/**
 * What ours costs over the floor: the median of each, of rounds that take turns, so that whatever slows the machine
 * for a while slows both. `next` prepares a round, which is not measured; the first rounds only warm the code up. The
 * floor goes first: what a round prepared is in the caches for it, and the floor must not be the dearer for their state.
 */
export async function cpuRatio(
  next: (round: number) => Pair | Promise<Pair>,
  { warmUp, rounds }: { readonly warmUp: number; readonly rounds: number },
): Promise<number> {
  const oursCosts: number[] = [];
  const floorCosts: number[] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const { ours, floor } = await next(round);
    const floorCost = await cpuOf(floor);
    const oursCost = await cpuOf(ours);
    if (round < warmUp) continue;
    oursCosts.push(oursCost);
    floorCosts.push(floorCost);
  }
  return median(oursCosts) / median(floorCosts);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
