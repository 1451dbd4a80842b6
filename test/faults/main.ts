/**
 * `npm run test:faults -- [--schedules N] [--seed N] [--engine dynalite|dynamodb-local] [--soak]`: the long run of
 * random schedules against the real store, and the soak. It prints the seed first: the same seed is the same run.
 */
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import fc from 'fast-check';
import { startDynamoDbLocal } from '../../local/dynamodb-local.ts';
import { startEngine } from '../ledger/engine.ts';
import { brokenStores } from './broken-stores.ts';
import { Diverged, endStateIsTheSets } from './property.ts';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    engine: { type: 'string', default: 'dynalite' },
    soak: { type: 'boolean', default: false },
  },
});
const schedules = wholeNumber('schedules', values.schedules);
const seed = wholeNumber('seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31)));
if (values.engine !== 'dynalite' && values.engine !== 'dynamodb-local') {
  stop(`--engine is dynalite or dynamodb-local, not ${values.engine}.`);
}

if (values.soak) {
  await soak({ events: 1_000_000, addresses: 200_000, seed, report: console.log });
} else {
  await longRun();
}

async function longRun(): Promise<void> {
  const local = values.engine === 'dynamodb-local' ? await startDynamoDbLocal() : null;
  const engine = await startEngine(local?.endpoint);
  console.log(`${schedules} schedules on ${engine.name}, --seed ${seed}`);
  try {
    const table = await engine.createTable();
    const bar = new cliProgress.SingleBar({
      format: '{bar} {value}/{total} schedules, {eta_formatted} left',
    });
    if (process.stdout.isTTY) bar.start(schedules, 0);
    // One in four overflows what a record keeps of a class.
    const crowded = Math.floor(schedules / 4);
    let done = 0;
    for (const [most, numRuns] of [
      [14, schedules - crowded],
      [60, crowded],
    ] as const) {
      if (numRuns === 0) continue;
      const property = endStateIsTheSets(engine, table, most).afterEach(() => bar.update(++done));
      const result = await fc.check(property, { seed, numRuns });
      if (!result.failed) continue;
      bar.stop();
      stop(fc.defaultReportMessage(result) ?? 'A schedule failed.');
    }
    bar.stop();
    for (const [what, breakage] of Object.entries(brokenStores)) {
      const property = endStateIsTheSets(engine, await engine.createTable(), 14, breakage);
      const { errorInstance, numRuns } = await fc.check(property, { seed, numRuns: 500, endOnFailure: true });
      if (!(errorInstance instanceof Diverged)) stop(`A broken store went unnoticed: ${what}.`);
      console.log(`caught after ${numRuns} schedules: ${what}`);
    }
    console.log(`${schedules} schedules ended in what their sets say.`);
  } finally {
    await engine.stop();
    await local?.stop();
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) stop(`--${name} must be a whole number, not ${text}.`);
  return number;
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
