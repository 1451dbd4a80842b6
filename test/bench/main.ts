/**
 * `npm run bench -- [--json] [--only NAME] [--rows N] [--check]`: every measurement, as a table for people or one JSON
 * object. `--rows` is how much the bulk commands take: 1,000,000 shows that their memory is flat. `--check` measures what
 * no machine changes, and fails when a figure is over what goals.ts lets pass.
 */
import { parseArgs } from 'node:util';
import { paint, printTable } from '../../cli/terminal.ts';
import type { Bench } from './bench.ts';
import { flatten, type GoalResult, isHeld, resultsOf, shown } from './goals.ts';

/** By the first part of their keys, which `--only` chooses by. */
const benches = new Map<string, () => Promise<Bench>>([
  ['classify', () => import('./classify.ts')],
  ['mail', () => import('./mail.ts')],
  ['processor', () => import('./processor.ts')],
  ['receive', () => import('./receive.ts')],
  ['ledger', () => import('./ledger.ts')],
  ['cold_start', () => import('./cold-start.ts')],
  ['local', () => import('./local.ts')],
  ['client', () => import('./client.ts')],
  ['check', () => import('./bulk/check.ts')],
  ['import', () => import('./bulk/import.ts')],
  ['export', () => import('./bulk/export.ts')],
  ['replay', async () => ({ run: (await import('./bulk/read-archive.ts')).replay })],
  ['codes_diff', async () => ({ run: (await import('./bulk/read-archive.ts')).codesDiff })],
  ['policy_simulate', async () => ({ run: (await import('./bulk/read-archive.ts')).policySimulate })],
  ['sync', () => import('./sync/sync.ts')],
  ['price_per_million', () => import('./price/price.ts')],
]);

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    only: { type: 'string' },
    rows: { type: 'string' },
    check: { type: 'boolean' },
  },
});
const chosen = [...benches].filter(([name]) =>
  values.only === undefined ? !values.check || isHeld(name) : name === values.only,
);
if (chosen.length === 0) {
  console.error(`No bench is named ${values.only}. There are: ${[...benches.keys()].join(', ')}.`);
  process.exit(2);
}

const figures: Record<string, unknown> = {};
for (const [name, load] of chosen) {
  process.stderr.write(`measuring ${name} …\n`);
  const bench = await load();
  Object.assign(
    figures,
    await bench.run({ rows: values.rows === undefined ? undefined : Number(values.rows) }),
  );
}
const results = resultsOf(flatten(figures));
if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
else print(results);

const over = values.check ? results.filter(({ passes }) => !passes) : [];
for (const { figure, value, goal } of over)
  console.error(`${figure} is ${shown(value)}; it is to be ${goal}.`);
process.exit(over.length === 0 ? 0 : 1);

/** One table for each first part of a key, each figure beside its goal. */
function print(all: readonly GoalResult[]): void {
  for (const [group, rows] of Map.groupBy(all, ({ figure }) => figure.split('.')[0] ?? '')) {
    process.stdout.write('\n');
    printTable(
      [group, 'measured', 'goal'],
      rows.map(({ figure, value, goal, met }) => [
        figure.slice(group.length + 1),
        goal === '' ? shown(value) : paint(met ? 'green' : 'red', shown(value)),
        goal,
      ]),
    );
  }
}
