import { dirname, resolve } from 'node:path';
import { readConfig } from './read-config.ts';
import { resolveSettings } from './resolve.ts';
import type { LedgerSettings } from './settings.ts';

/**
 * Loads, checks and completes a configuration file. Synchronous, so that the constructor of a CDK app can call it.
 *
 * @param file - a `.ts`, `.mts`, `.js`, `.mjs` or `.cjs` file whose default export (`module.exports` in CommonJS) is
 *   the configuration
 * @throws ConfigError that names each line to fix
 * @example
 * new BounceLedger(stack, 'Ledger', { settings: loadSettings('ledger.config.ts') });
 */
export function loadSettings(file: string): LedgerSettings {
  const path = resolve(file);
  return resolveSettings(readConfig(path), { file: path, baseDir: dirname(path) });
}
