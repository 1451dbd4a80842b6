import { existsSync, readFileSync } from 'node:fs';
// Node 20 has no `findPackageJSON` to import by its name.
import module, { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** What Node cannot read is read by jiti, which is loaded for that alone. */
function load(path: string): unknown {
  const require = createRequire(import.meta.url);
  if (nodeReads(path)) return require(path);
  const { createJiti }: typeof import('jiti') = require('jiti');
  return createJiti(import.meta.url, { moduleCache: false })(path);
}

/**
 * Node reads TypeScript from 22.18 on, but no `export` in a `.ts` file of a package whose type is `commonjs`, which is
 * what `npm init` writes and CDK apps are.
 */
function nodeReads(path: string): boolean {
  if (!/\.m?ts$/.test(path)) return true;
  if (!process.features.typescript) return false;
  return path.endsWith('.mts') || !isOfCommonJs(path);
}

function isOfCommonJs(path: string): boolean {
  const manifest = module.findPackageJSON(pathToFileURL(path));
  // Without a package.json above it, Node 24 gives the file itself, not the documented `undefined`.
  if (manifest === undefined || basename(manifest) !== 'package.json') return false;
  const fields: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  return typeof fields === 'object' && fields !== null && 'type' in fields && fields.type === 'commonjs';
}

function defaultExportOf(loaded: unknown): unknown {
  if (typeof loaded !== 'object' || loaded === null) return undefined;
  if ('default' in loaded) return loaded.default;
  return Object.keys(loaded).length > 0 && !('__esModule' in loaded) ? loaded : undefined;
}
