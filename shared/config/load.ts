import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { ConfigError } from './config-error.ts';
import { resolveSettings } from './resolve.ts';
import type { LedgerSettings } from './settings.ts';

const require = createRequire(import.meta.url);

/**
 * The settings of a `ledger.config.ts`: loaded, checked, complete. Synchronous, so that the constructor of a CDK app
 * can call it; it needs a Node that reads TypeScript (22.18 or later), a `.js` file any.
 * @throws ConfigError that names each line to mend.
 */
export function loadSettings(file: string): LedgerSettings {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new ConfigError([{ path: [], message: `There is no file ${path}.` }], null);
  }
  const loaded: unknown = require(path);
  const config =
    typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
  if (config === undefined) {
    const message = 'The file exports nothing by default; write "export default defineLedger({ ... })".';
    throw new ConfigError([{ path: [], message }], path);
  }
  return resolveSettings(config, { file: path, baseDir: dirname(path) });
}
