import { defineConfig } from 'vitest/config';

/** Builds the package into `dist/`, and runs what is built. */
export default defineConfig({ test: { include: ['test/package/*.test.ts'], testTimeout: 60_000 } });
