import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/abuse/**', 'test/e2e/**', 'test/console/**'],
    // Files share what they import: no suite leaves anything behind in a module.
    isolate: false,
    // The processes that tests start keep their compiled code.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '.cache/compile') },
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
