/**
 * `npm run test:package`: the published package in the hands of those who install it. Packs the tarball and installs it into
 * folders outside the project. `--tarball FILE` checks a packed one; `--only NAME` runs one group of checks.
 */
import { parseArgs } from 'node:util';
import { stop } from '../options.ts';
import { writeClosingLine } from '../running.ts';
import { checkBuild } from './build.ts';
import { checkCdkInit } from './cdk-init.ts';
import { checkDeclarations } from './declarations.ts';
import { checkExamples } from './examples.ts';
import { checkInstallation } from './installation.ts';
import { checkTestRunners } from './test-runners.ts';
import { Workbench } from './workbench.ts';

const groups: Readonly<Record<string, (bench: Workbench) => void>> = {
  build: checkBuild,
  installation: checkInstallation,
  declarations: checkDeclarations,
  examples: checkExamples,
  'test-runners': checkTestRunners,
  'cdk-init': checkCdkInit,
};

const { values } = parseArgs({ options: { tarball: { type: 'string' }, only: { type: 'string' } } });
const chosen = Object.entries(groups).filter(([name]) => values.only === undefined || name === values.only);
if (chosen.length === 0) stop(`--only takes ${Object.keys(groups).join(', ')}, not ${values.only}.`, 2);

const bench = new Workbench(values.tarball);
try {
  for (const [name, check] of chosen) {
    console.log(`\n${name}`);
    bench.check(`${name} can be prepared`, () => check(bench));
  }
} finally {
  bench.remove();
}
writeClosingLine({ passed: bench.passed, failed: bench.failures.length, skipped: 0, sound: true });
process.exitCode = bench.failures.length === 0 ? 0 : 1;
