import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { createJiti } from 'jiti';
import { ConfigError } from './config-error.ts';
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
  if (!existsSync(path)) {
    throw new ConfigError([{ path: [], message: `There is no file ${path}.` }], null);
  }
  const config = defaultExportOf(load(path));
  if (config === undefined) {
    const message = 'The file has no default export. Write "export default defineLedger({ ... })".';
    throw new ConfigError([{ path: [], message }], path);
  }
  return resolveSettings(config, { file: path, baseDir: dirname(path) });
}

/** Node reads TypeScript from 22.18 on; jiti does it for the releases before. */
function load(path: string): unknown {
  const require = createRequire(import.meta.url);
  if (!/\.m?ts$/.test(path) || process.features.typescript) return require(path);
  return createJiti(import.meta.url, { moduleCache: false })(path);
}

function defaultExportOf(loaded: unknown): unknown {
  if (typeof loaded !== 'object' || loaded === null) return undefined;
  if ('default' in loaded) return loaded.default;
  return Object.keys(loaded).length > 0 && !('__esModule' in loaded) ? loaded : undefined;
}
