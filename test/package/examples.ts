/** The examples and the app that `init` writes, installed with the packed package. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assetsIn, CDK, CONSTRUCTS, functionsOfEveryApp, root, type Workbench } from './workbench.ts';

const EXAMPLES = ['cdk-app', 'existing-ses', 'two-lists-two-esps'] as const;

export function checkExamples(bench: Workbench): void {
  const folder = bench.packageIn(bench.inside('examples'));
  bench.install(folder, [
    bench.tarball,
    `aws-cdk-lib@${CDK.newest}`,
    `constructs@${CONSTRUCTS.newest}`,
    `aws-cdk@${CDK.cli}`,
    'typescript@~5.9.0',
    'tsx@^4.20.0',
    'jest@^30.0.0',
    'ts-jest@^29.4.0',
    '@types/jest@^30.0.0',
    '@types/node@^24.0.0',
    'cdk-nag@2.38.2',
  ]);
  const bin = (name: string) => join(folder, 'node_modules', '.bin', name);
  const isSynthesised = (app: string) => {
    const output = join(folder, `${app}.out`);
    bench.run(bin('cdk'), ['synth', '--quiet', '--output', output], { cwd: join(folder, app) });
    // No ESP of SES alone takes an API key, so there is nothing for the daily check of the webhooks.
    const checked = app === 'existing-ses' ? [] : ['doctor'];
    assert.equal(assetsIn(output).length, functionsOfEveryApp.length + checked.length);
  };

  for (const example of EXAMPLES) {
    const app = join(folder, example);
    cpSync(join(root, 'examples', example), app, { recursive: true });
    if (example !== 'two-lists-two-esps')
      bench.check(`${example} type-checks`, () => void bench.run(bin('tsc'), ['--noEmit'], { cwd: app }));
    bench.check(`${example} is synthesised`, () => isSynthesised(example));
  }
  bench.check('cdk-app passes its Jest test', () => {
    bench.run(bin('jest'), [], { cwd: join(folder, 'cdk-app') });
  });

  for (const type of ['commonjs', 'module']) {
    bench.check(`init writes an app that is synthesised in a ${type} package`, () => {
      const app = bench.packageIn(join(folder, `init-${type}`), { type });
      const options = ['--provider', 'ses', '--provider', 'sendgrid', '--list', 'news'];
      bench.run(bin('bounce-ledger'), ['init', ...options], { cwd: app });
      isSynthesised(`init-${type}`);
      bench.run(bin('bounce-ledger'), ['codes', 'check'], { cwd: app });
    });
  }

  bench.check('cdk-nag 2 has no finding', () => {
    const app = join(folder, 'nag.mjs');
    cpSync(join(import.meta.dirname, 'apps', 'nag.mjs'), app);
    bench.run('node', [app, join(folder, 'nag.out')], { cwd: folder });
  });

  bench.check('the third-party notices name what is bundled', () => {
    const file = join(folder, 'node_modules', 'bounce-ledger', 'dist', 'THIRD_PARTY_NOTICES.txt');
    const notices = readFileSync(file, 'utf8');
    for (const name of ['valibot', '@smithy/signature-v4', 'commander', 'preact']) {
      assert.match(notices, new RegExp(`^${name} \\d`, 'm'));
    }
  });
}
