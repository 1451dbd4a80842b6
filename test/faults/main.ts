/**
 * `npm run test:faults -- [--schedules N] [--seed N] [--engine dynalite|dynamodb-local] [--soak]`: the long run of
 * random schedules against the real store, and the soak. It prints the seed first: the same seed is the same run.
 */
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { startProgress } from '../../cli/terminal.ts';
import { startDynamoDbLocal } from '../aws/dynamodb-local.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { anySeed, stop, wholeNumber } from '../options.ts';
import { type Backend, memoryBackend, tableBackend } from './backends.ts';
import { brokenProcessors, brokenStores } from './breakages.ts';
import { DivergenceError, endStateIsTheSets, processorKeepsTheSet } from './property.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: anySeed() },
    engine: { type: 'string', default: 'dynalite' },
    soak: { type: 'boolean', default: false },
  },
});
const schedules = wholeNumber('schedules', values.schedules, 4);
const seed = wholeNumber('seed', values.seed, 0);
if (values.engine !== 'dynalite' && values.engine !== 'dynamodb-local') {
  stop(`--engine is dynalite or dynamodb-local, not ${values.engine}.`, 2);
}

if (values.soak) await soak({ events: 1_000_000, addresses: 200_000, seed, report: console.log });
else await longRun();

async function newTable(engine: Engine): Promise<Backend> {
  return tableBackend(engine, await engine.createTable());
}

async function longRun(): Promise<void> {
  const local = values.engine === 'dynamodb-local' ? await startDynamoDbLocal() : null;
  const engine = await startEngine(local?.endpoint);
  console.log(`${schedules} schedules on ${engine.name}, --seed ${seed}`);
  try {
    await everySchedule(engine);
    await everyBreakage(engine);
    console.log(`${schedules} schedules ended in what their sets say.`);
  } finally {
    await engine.stop();
    await local?.stop();
  }
}

/** A quarter overflows what a record retains of a class, a quarter runs in memory, a quarter through the processor. */
async function everySchedule(engine: Engine): Promise<void> {
  const quarter = Math.floor(schedules / 4);
  const progress = startProgress('Schedules', schedules);
  let done = 0;
  for (const [property, numRuns] of [
    [endStateIsTheSets(await newTable(engine), 14), schedules - 3 * quarter],
    [endStateIsTheSets(await newTable(engine), 60), quarter],
    [endStateIsTheSets(memoryBackend(), 14), quarter],
    [processorKeepsTheSet(await newTable(engine), 14), quarter],
  ] as const) {
    const result = await fc.check(
      property.afterEach(() => progress.step(++done)),
      { seed, numRuns },
    );
    if (!result.failed) continue;
    progress.stop();
    stop(fc.defaultReportMessage(result) ?? 'A schedule failed.');
  }
  progress.stop();
}

/** Every deliberate defect must be found, or the run shows nothing. */
async function everyBreakage(engine: Engine): Promise<void> {
  for (const [what, broken] of [
    ...Object.entries(brokenStores).map(
      ([name, breakage]) => [name, (backend: Backend) => endStateIsTheSets(backend, 14, breakage)] as const,
    ),
    ...Object.entries(brokenProcessors).map(
      ([name, breakage]) =>
        [name, (backend: Backend) => processorKeepsTheSet(backend, 14, breakage)] as const,
    ),
  ]) {
    const { errorInstance, numRuns } = await fc.check(broken(await newTable(engine)), {
      seed,
      numRuns: 500,
      endOnFailure: true,
    });
    if (!(errorInstance instanceof DivergenceError)) stop(`Not caught: ${what}.`);
    console.log(`caught after ${numRuns} schedules: ${what}`);
  }
}
