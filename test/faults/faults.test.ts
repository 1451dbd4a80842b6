import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { brokenProcessors, brokenStores } from './breakages.ts';
import { DivergenceError, endStateIsTheSets, processorKeepsTheSet } from './property.ts';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
let engine: Engine;
let table: string;

beforeAll(async () => {
  engine = await startEngine();
  table = await engine.createTable();
  console.log(`schedules on ${engine.name}, SEED=${seed}`);
});
afterAll(() => engine.stop());

describe('whatever the order, the repetition, the company and the faults', () => {
  test.each([
    [300, 14],
    [100, 40],
  ])(
    '%i schedules of up to %i events end in what their set says',
    async (numRuns, most) => {
      await fc.assert(endStateIsTheSets(engine, table, most), { seed, numRuns });
    },
    120_000,
  );

  test('150 schedules of webhooks through the processor lose nothing, and their archive makes the same records', async () => {
    const own = await engine.createTable();
    await fc.assert(processorKeepsTheSet(engine, own, 14), { seed, numRuns: 150 });
  }, 120_000);
});

describe('the property catches', () => {
  test.each(Object.entries(brokenStores))(
    '%s',
    async (_, breakage) => {
      const own = await engine.createTable();
      const found = await fc.check(endStateIsTheSets(engine, own, 14, breakage), {
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
      const own = await engine.createTable();
      const property = processorKeepsTheSet(engine, own, 14, breakage);
      const found = await fc.check(property, { seed, numRuns: 300, endOnFailure: true });
      expect(found.errorInstance).toBeInstanceOf(DivergenceError);
    },
    60_000,
  );
});
