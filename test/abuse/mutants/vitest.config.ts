import { defineConfig } from 'vitest/config';

/** The adversaries on one mutant: the first test that fails is enough. Each file synthesises its own template. */
export default defineConfig({
  test: {
    include: ['test/abuse/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
    bail: 1,
  },
});
