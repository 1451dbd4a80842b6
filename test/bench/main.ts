/**
 * `npm run bench -- [--json] [--only NAME] [--check]`: every measurement, as a table for people or one JSON object.
 * `--check` fails when a cost is over its limit; costs are counts, so they do not change with the machine.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { Bench } from './bench.ts';
import { overLimit } from './limits.ts';

const benches: ReadonlyArray<readonly [keys: readonly string[], load: () => Promise<Bench>]> = [
  [['classify'], () => import('./classify.ts')],
  [['processor'], () => import('./processor.ts')],
  [['receive'], () => import('./receive.ts')],
  [['ledger'], () => import('./ledger.ts')],
  [['local'], () => import('./local.ts')],
];

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, only: { type: 'string' }, check: { type: 'boolean' } },
});
const chosen = benches.filter(([keys]) => values.only === undefined || keys.includes(values.only));
if (chosen.length === 0) {
  console.error(
    `No bench is named ${values.only}. There are: ${benches.flatMap(([keys]) => keys).join(', ')}.`,
  );
  process.exit(2);
}

const figures: Record<string, unknown> = {};
for (const [keys, load] of chosen) {
  process.stderr.write(`measuring ${keys.join(', ')} …\n`);
  const bench = await load();
  Object.assign(figures, await bench.run());
}
process.stdout.write(values.json ? `${JSON.stringify(figures)}\n` : `${asTable(figures)}\n`);
const over = values.check ? overLimit(figures) : [];
for (const line of over) console.error(line);
process.exit(over.length === 0 ? 0 : 1);

function asTable(values: Record<string, unknown>): string {
  const table = new Table({ head: ['figure', 'value'], style: { head: [], border: [] } });
  for (const [name, value] of flatten(values)) table.push([name, value]);
  return table.toString();
}

function flatten(values: object, prefix = ''): Array<[string, string]> {
  return Object.entries(values).flatMap(([name, value]): Array<[string, string]> => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (typeof value === 'object' && value !== null) return flatten(value, path);
    const shown =
      typeof value === 'number' && !Number.isInteger(value) ? value.toPrecision(3) : String(value);
    return [[path, shown]];
  });
}
