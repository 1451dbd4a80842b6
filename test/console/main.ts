/**
 * `npm run test:console`: the console in a real Chromium, which `apt-get install chromium` brings. Closes with one
 * plain line, `N passed, N failed`.
 */
import { runVitest, writeClosingLine } from '../running.ts';
import { chromiumPath } from './browser.ts';

try {
  chromiumPath();
  const counts = runVitest('console', ['run', '--config', 'test/console/vitest.config.ts']);
  writeClosingLine(counts);
  process.exitCode = counts.sound ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  writeClosingLine({ passed: 0, failed: 1, skipped: 0, sound: false });
  process.exitCode = 1;
}
