import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/abuse/**', 'test/e2e/**', 'test/console/**', 'test/package/**'],
    // Files share what they import: no suite leaves anything behind in a module.
    isolate: false,
    // On two cores it would run one file at a time.
    maxWorkers: 2,
    env: {
      // The processes that tests start keep their compiled code.
      NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache/compile'),
      // The CDK's check against CloudFormation's schemas costs more than the synthesis: one test of the whole stack has it.
      CDK_VALIDATION: 'false',
    },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
