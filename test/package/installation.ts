/** What an installation brings, by npm, pnpm and yarn, and what it synthesises under each Node. */
import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerText, synthesised } from './synthesised.ts';
import { CDK, CONSTRUCTS, NODE, type Workbench } from './workbench.ts';

const NEWEST = [`aws-cdk-lib@${CDK.newest}`, `constructs@${CONSTRUCTS.newest}`];
const OLDEST = [`aws-cdk-lib@${CDK.oldest}`, `constructs@${CONSTRUCTS.oldest}`];
const MAX_KILOBYTES = 15 * 1_024;

export function checkInstallation(bench: Workbench): void {
  bench.check('the package alone installs without CDK, within 15 MB, and its command line works', () => {
    const folder = bench.packageIn(bench.inside('alone'));
    bench.install(folder, [bench.tarball], '--ignore-scripts');
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(installed.sort(), ['bounce-ledger', 'jiti']);
    const kilobytes = Number(bench.run('du', ['-sk', 'node_modules'], { cwd: folder }).split('\t')[0]);
    console.log(`       ${kilobytes} KB`);
    assert.ok(kilobytes <= MAX_KILOBYTES, `${kilobytes} KB`);
    const bin = join(folder, 'node_modules', '.bin', 'bounce-ledger');
    bench.run(bin, ['classify', '550 5.1.1 User unknown'], { cwd: folder });
    bench.run('node', ['-e', "require('bounce-ledger/client'); require('bounce-ledger/config')"], {
      cwd: folder,
    });
  });

  const folder = bench.packageIn(bench.inside('npm'));
  const packages = [
    bench.tarball,
    ...NEWEST,
    'pnpm@10.34.9',
    'yarn@1.22.22',
    '@yarnpkg/cli-dist@4.18.1',
    ...NODE.map((version) => `node-${version}@npm:node-${process.platform}-${process.arch}@${version}`),
  ];
  bench.install(folder, packages, '--force');
  const nodes = NODE.map((version) => join(folder, 'node_modules', `node-${version}`, 'bin'));
  const expected = synthesised(bench, folder, nodes.at(-1));

  for (const [index, node] of nodes.slice(0, -1).entries()) {
    bench.check(`Node ${NODE[index]} synthesises what Node ${NODE.at(-1)} does`, () => {
      assert.deepEqual(synthesised(bench, folder, node), expected);
    });
    bench.check(`Node ${NODE[index]} runs the command line, and reads a configuration in TypeScript`, () => {
      const bin = join(folder, 'node_modules', '.bin', 'bounce-ledger');
      const starter = bench.packageIn(join(folder, `starter-${NODE[index]}`));
      bench.run(bin, ['init', '--provider', 'ses', '--list', 'news'], { cwd: starter, node });
      bench.run(bin, ['codes', 'check'], { cwd: starter, node });
    });
  }

  const by = (manager: 'pnpm' | 'yarn', options: readonly string[], cdk: readonly string[]) => {
    const other = bench.packageIn(bench.inside('by', manager));
    // Both releases of yarn have a `yarn` in .bin: by its own file each is found.
    const file = manager === 'pnpm' ? 'bin/pnpm.cjs' : 'bin/yarn.js';
    const bin = join(folder, 'node_modules', manager, file);
    bench.run('node', [bin, 'add', '--ignore-scripts', ...options, bench.tarball, ...cdk], { cwd: other });
    return synthesised(bench, other, nodes.at(-1));
  };
  const byYarn4 = (cdk: readonly string[]) => {
    const other = bench.packageIn(bench.inside('by', 'yarn-4'));
    // Without a lock file the folder belongs to no project. The oldest CDK runs there on Node 20, and not on Node 24.
    writeFileSync(join(other, 'yarn.lock'), '');
    const yarn = ['node', join(folder, 'node_modules', '@yarnpkg', 'cli-dist', 'bin', 'yarn.js')] as const;
    bench.run(yarn[0], [yarn[1], 'add', `bounce-ledger@file:${bench.tarball}`, ...cdk], { cwd: other });
    return synthesised(bench, other, nodes[0], [...yarn, 'node']);
  };
  bench.check('installed by pnpm, in another folder, it synthesises what it does by npm', () => {
    assert.deepEqual(by('pnpm', [], NEWEST), expected);
  });

  bench.check(`aws-cdk-lib ${CDK.oldest} makes the same of a ledger as ${CDK.newest}`, () => {
    const other = bench.packageIn(bench.inside('oldest'));
    bench.install(other, [bench.tarball, ...OLDEST]);
    const oldest = synthesised(bench, other, nodes[0]);
    for (const [index, template] of oldest.templates.entries()) {
      assert.equal(ledgerText(template), ledgerText(expected.templates[index]));
    }
    assert.deepEqual(by('yarn', ['--non-interactive', '--ignore-engines'], OLDEST), oldest, 'by Yarn 1');
    assert.deepEqual(byYarn4(OLDEST), oldest, "by Yarn 4, which leaves packages in archives (Plug'n'Play)");
  });
}
