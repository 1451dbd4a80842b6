/** `npm run test:abuse`: the adversaries of the threat model against local hosts. Closes with `N passed, N failed`. */
import { runVitest, writeClosingLine } from '../running.ts';

const counts = runVitest('abuse', ['run', '--config', 'test/e2e/vitest.config.ts', 'test/abuse/']);
writeClosingLine(counts);
process.exitCode = counts.sound ? 0 : 1;
