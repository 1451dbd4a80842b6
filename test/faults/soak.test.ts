import { expect, test } from 'vitest';
import { soak } from './soak.ts';

test('ten thousand events over a thousand addresses: memory flat, cost an event flat', async () => {
  const stretches = await soak({ events: 10_000, addresses: 1_000, seed: 1, report: () => {} });
  for (const stretch of stretches) {
    expect(stretch.writesAnEvent).toBeLessThanOrEqual(1);
    expect(stretch.readsAnEvent).toBeLessThanOrEqual(1);
    expect(stretch.writeUnitsAWrite).toBe(1);
  }
  const heap = stretches.slice(4).map(({ heapMegabytes }) => heapMegabytes);
  expect(Math.max(...heap) - Math.min(...heap)).toBeLessThan(8);
}, 60_000);
