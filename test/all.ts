/**
 * `npm test`: types, lint, vocabulary, then the unit and template suites, then end to end. It stops at the first that fails and
 * closes with one plain line, `N passed, N failed`.
 */
import { type Counts, runTool, runVitest, sum, writeClosingLine } from './running.ts';

const counted: Counts[] = [];
let sound =
  runTool('types', 'tsc', ['--noEmit', '-p', '.']) &&
  runTool('types of the console', 'tsc', ['--noEmit', '-p', 'console/app']) &&
  runTool('types of its tests', 'tsc', ['--noEmit', '-p', 'test/console']) &&
  runTool('lint', 'biome', ['check', '--error-on-warnings', '.']) &&
  runTool('vocabulary', 'node', ['test/vocabulary.ts']);
if (sound) {
  for (const [name, args] of [
    ['unit', ['run', '--config', 'vitest.config.ts']],
    ['end to end', ['run', '--config', 'test/e2e/vitest.config.ts', 'test/e2e/']],
  ] as const) {
    const counts = runVitest(name, args);
    counted.push(counts);
    sound = counts.sound && sound;
  }
}
writeClosingLine(sum(counted));
process.exitCode = sound ? 0 : 1;
