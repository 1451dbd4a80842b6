/** A sender's own tests that import the package, under each test runner; Jest runs the examples' and `cdk init`'s. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { CDK, CONSTRUCTS, type Workbench } from './workbench.ts';

export function checkTestRunners(bench: Workbench): void {
  const folder = bench.packageIn(bench.inside('test-runners'));
  const packages = [bench.tarball, `aws-cdk-lib@${CDK.newest}`, `constructs@${CONSTRUCTS.newest}`];
  bench.install(folder, [...packages, 'vitest@5.1.1', 'jest@^30.0.0']);
  const bin = (name: string) => join(folder, 'node_modules', '.bin', name);
  for (const file of ['mail.test.mjs', 'mail.test.cjs']) {
    cpSync(join(import.meta.dirname, 'apps', file), join(folder, file));
  }
  bench.check("Node's test runner loads it as CommonJS and as ES module", () => {
    bench.run('node', ['--test', 'mail.test.mjs', 'mail.test.cjs'], { cwd: folder });
  });
  bench.check('Jest loads it as CommonJS', () => {
    bench.run(bin('jest'), ['--testMatch', '**/mail.test.cjs'], { cwd: folder });
  });
  bench.check('Vitest loads it', () => {
    bench.run(bin('vitest'), ['run', '--globals', '--testTimeout', '60000', 'mail.test.mjs'], {
      cwd: folder,
    });
  });
}
