import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { ConfigError } from './config-error.ts';

/**
 * The default export of a configuration file, unchecked (`module.exports` in CommonJS). Synchronous, so that the
 * constructor of a CDK app can call it.
 *
 * @throws ConfigError where there is no such file, or it exports nothing
 */
export function readConfig(file: string): unknown {
  const path = resolve(file);
  if (!existsSync(path)) {
    throw new ConfigError([{ path: [], message: `There is no file ${path}.` }], null);
  }
  const config = defaultExportOf(load(path));
  if (config === undefined) {
    const message = 'The file has no default export. Write "export default defineLedger({ ... })".';
    throw new ConfigError([{ path: [], message }], path);
  }
  return config;
}

/** Node reads TypeScript from 22.18 on; jiti does it for the releases before, and is loaded for them alone. */
function load(path: string): unknown {
  const require = createRequire(import.meta.url);
  if (!/\.m?ts$/.test(path) || process.features.typescript) return require(path);
  const { createJiti }: typeof import('jiti') = require('jiti');
  return createJiti(import.meta.url, { moduleCache: false })(path);
}

function defaultExportOf(loaded: unknown): unknown {
  if (typeof loaded !== 'object' || loaded === null) return undefined;
  if ('default' in loaded) return loaded.default;
  return Object.keys(loaded).length > 0 && !('__esModule' in loaded) ? loaded : undefined;
}
