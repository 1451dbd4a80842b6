/**
 * `npm run test:mutants -- [--rule N] [--one-a-rule]`: takes one check at a time out of a copy of the tree and lets the
 * adversaries try. It fails where they notice nothing.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { startProgress } from '../../../cli/terminal.ts';
import { stop, wholeNumber } from '../../options.ts';
import { type Mutant, mutants, rules } from './mutants.ts';

const { values } = parseArgs({
  options: { rule: { type: 'string' }, 'one-a-rule': { type: 'boolean', default: false } },
});
const rule = values.rule === undefined ? null : wholeNumber('rule', values.rule, 1);
const ofRule = mutants.filter((mutant) => rule === null || mutant.rule === rule);
const chosen = values['one-a-rule']
  ? ofRule.filter((mutant, index) => ofRule.findIndex((other) => other.rule === mutant.rule) === index)
  : ofRule;
if (chosen.length === 0)
  stop(`There is no mutant of rule ${values.rule}; rules are 1 to ${Object.keys(rules).length}.`, 2);

const root = fileURLToPath(new URL('../../..', import.meta.url));

const report = v.object({
  testResults: v.array(
    v.object({ assertionResults: v.array(v.object({ fullName: v.string(), status: v.string() })) }),
  ),
});

const copy = copyOfTree();
const progress = startProgress('Mutants', chosen.length);
let noticed = 0;
try {
  for (const [index, mutant] of chosen.entries()) {
    const file = join(copy, mutant.file);
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(mutant.from, () => mutant.to),
    );
    const failed = firstFailure(mutant);
    writeFileSync(file, text);
    if (failed !== null) noticed += 1;
    progress.step(index + 1);
    console.log(`${mutant.rule} ${rules[mutant.rule]}, without ${mutant.without}:`);
    console.log(failed === null ? '  NO TEST FAILS' : `  noticed by "${failed}"`);
  }
} finally {
  progress.stop();
  rmSync(copy, { recursive: true, force: true });
}
console.log(`\n${noticed} passed, ${chosen.length - noticed} failed`);
process.exitCode = noticed < chosen.length ? 1 : 0;

/** The tree without what is installed or built, so that a mutant never stands in the checkout. */
function copyOfTree(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bounce-ledger-mutants-')));
  const left = new Set(['.git', 'node_modules', 'dist', 'cdk.out', join('.cache', 'synthesis')]);
  cpSync(root, folder, { recursive: true, filter: (source) => !left.has(relative(root, source)) });
  symlinkSync(realpathSync(join(root, 'node_modules')), join(folder, 'node_modules'));
  return folder;
}

/** The first test that fails on the mutant. A suite that cannot start has noticed nothing, and ends the run. */
function firstFailure({ noticed: [file, tests], without }: Mutant): string | null {
  const output = join(copy, 'mutant.json');
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(copy, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...['--config', 'test/abuse/mutants/vitest.config.ts', `test/abuse/${file}.test.ts`],
      ...(tests === '' ? [] : ['--testNamePattern', escaped(tests)]),
      ...['--reporter=json', `--outputFile=${output}`],
    ],
    { cwd: copy, encoding: 'utf8' },
  );
  const { testResults } = v.parse(report, JSON.parse(readFileSync(output, 'utf8')));
  rmSync(output);
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = results.find((result) => result.status === 'failed');
  if (failed !== undefined) return failed.fullName;
  if (status === 0 && results.some((result) => result.status === 'passed')) return null;
  return stop(`The suite did not run without ${without}:\n${stderr.slice(-2_000)}`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
