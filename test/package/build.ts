/** The build in `dist/` itself, before it is packed. */
import { runVitest } from '../running.ts';
import type { Workbench } from './workbench.ts';

export function checkBuild(bench: Workbench): void {
  bench.check('what is built runs', () => {
    const { failed, sound } = runVitest('build', ['run', '--config', 'test/package/vitest.config.ts']);
    if (!sound) throw new Error(`${failed} tests of the build failed; they are above.`);
  });
}
