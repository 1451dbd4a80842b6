import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Each file starts a local host of its own, a handful of processes each, and waits for it: three files at a time. */
export default defineConfig({
  test: {
    include: ['test/abuse/**/*.test.ts', 'test/e2e/**/*.test.ts'],
    globalSetup: 'test/e2e/synthesise.ts',
    // The processes that tests start keep their compiled code.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '../../.cache/compile') },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    isolate: false,
    maxWorkers: 3,
  },
});
