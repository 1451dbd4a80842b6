import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/abuse/**', 'test/e2e/**', 'test/console/**'],
    // Files share what they import: no suite leaves anything behind in a module.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
