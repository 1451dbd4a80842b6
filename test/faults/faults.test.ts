import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { memoryBackend, tableBackend } from './backends.ts';
import { brokenProcessors, brokenStores } from './breakages.ts';
import { DivergenceError, endStateIsTheSets, processorKeepsTheSet } from './property.ts';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
let engine: Engine;

beforeAll(async () => {
  engine = await startEngine();
  console.log(`schedules on ${engine.name}, SEED=${seed}`);
});
afterAll(() => engine.stop());

const newTable = async () => tableBackend(engine, await engine.createTable());

// A new seed each time; `npm run test:faults` runs thousands of the same schedules, in CI too.
describe('whatever the order, the repetition, the batches and the faults', () => {
  test.each([
    [20, 14],
    [10, 40],
  ])(
    '%i schedules of up to %i events over the table end in what their set says',
    async (numRuns, most) => {
      await fc.assert(endStateIsTheSets(await newTable(), most), { seed, numRuns });
    },
    120_000,
  );

  test('300 schedules over the store in memory, with faults at the port, end in what their set says', async () => {
    await fc.assert(endStateIsTheSets(memoryBackend(), 14), { seed, numRuns: 300 });
  });

  test('20 schedules of webhooks through the processor lose nothing, and their archive makes the same records', async () => {
    await fc.assert(processorKeepsTheSet(await newTable(), 14), { seed, numRuns: 20 });
  }, 120_000);
});

describe('the property catches', () => {
  test.each(Object.entries(brokenStores))(
    '%s',
    async (_, breakage) => {
      const found = await fc.check(endStateIsTheSets(await newTable(), 14, breakage), {
        seed,
        numRuns: 300,
        endOnFailure: true,
      });
      expect(found.errorInstance).toBeInstanceOf(DivergenceError);
    },
    60_000,
  );

  test.each(Object.entries(brokenProcessors))(
    '%s',
    async (_, breakage) => {
      const property = processorKeepsTheSet(await newTable(), 14, breakage);
      const found = await fc.check(property, { seed, numRuns: 300, endOnFailure: true });
      expect(found.errorInstance).toBeInstanceOf(DivergenceError);
    },
    60_000,
  );
});
