/** Bundles the function handlers of a clone into `.cache/handlers/`, once for the same sources. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { packRules } from '../../shared/classifier/packed-rules.ts';
import { shippedRules } from '../../shared/classifier/rule-files/shipped-rules.ts';
import { classifyingFunctions, type FunctionName, functionNames } from '../function-code.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where the handlers of a clone are built. */
export const HANDLERS_FOLDER = join(root, '.cache', 'handlers');

/** How every function is bundled. `node24` is Lambda's `nodejs24.x`. */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The SDK's CommonJS build is half as large again and cannot be tree-shaken.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // What is imported on demand (custom rules, say) stays out of the cold start.
  splitting: true,
  outExtension: { '.js': '.mjs' },
  entryNames: 'index',
  chunkNames: 'chunk-[hash]',
  // Chunk names hash source paths: relative to the project, they do not change with the working directory.
  absWorkingDir: root,
  preserveSymlinks: true,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

/** The functions without a client of the SDK, which use of its core nothing but a region's partition. */
const functionsWithoutClient: ReadonlySet<FunctionName> = new Set(['webhook', 'publisher']);

/** The entry of the SDK's core registers its rules engine for endpoints: 10 KB that no bundler can leave out. */
const partitionAlone = {
  '@aws-sdk/core/client': join(
    dirname(createRequire(import.meta.url).resolve('@aws-sdk/core/package.json')),
    'dist-es/submodules/client/util-endpoints/lib/aws/partition.js',
  ),
};

export type Bundled = BuildResult<{ metafile: true }>;

/**
 * Bundles one function into `folder`: `index.mjs` that exports `handler`, its chunks, `rules.bin`, the compiled rules,
 * where it classifies, and `openapi.json` for the query function.
 *
 * @throws Error when the handler does not build; the message names file and line
 */
export function bundleHandler(name: FunctionName, folder: string): Bundled {
  const result = buildSync({
    ...bundleOptions,
    ...(functionsWithoutClient.has(name) && { alias: partitionAlone }),
    entryPoints: [join('functions', name, 'index.ts')],
    outdir: folder,
  });
  removeUnreachable(result);
  if (classifyingFunctions.has(name)) writeFileSync(join(folder, 'rules.bin'), packedRules());
  if (name === 'query') writeFileSync(join(folder, 'openapi.json'), JSON.stringify(openApiDocument()));
  return result;
}

/**
 * Builds the handlers of a clone unless those in its cache were built from the same sources.
 *
 * @returns the folder that holds a folder for each function
 */
export function buildHandlers(): string {
  const hash = hashOfSources();
  const stamp = join(HANDLERS_FOLDER, 'sources.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return HANDLERS_FOLDER;
  const draft = `${HANDLERS_FOLDER}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  for (const name of functionNames) bundleHandler(name, join(draft, name));
  writeFileSync(join(draft, 'sources.sha256'), hash);
  rmSync(HANDLERS_FOLDER, { recursive: true, force: true });
  try {
    renameSync(draft, HANDLERS_FOLDER);
  } catch (error) {
    // Another process has built the same handlers meanwhile.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(stamp)) throw error;
  }
  return HANDLERS_FOLDER;
}

function hashOfSources(): string {
  const files = globSync(['functions/**/*', 'shared/**/*', 'infra/build/handlers.ts', 'package-lock.json'], {
    cwd: root,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** esbuild splits chunks before it drops unused imports: chunks that only those would load are left over. */
function removeUnreachable({ metafile: { outputs } }: Bundled): void {
  const reached = new Set<string>();
  const reach = (output: string): void => {
    if (reached.has(output)) return;
    reached.add(output);
    for (const { path, external } of outputs[output]?.imports ?? []) if (!external) reach(path);
  };
  for (const output of Object.keys(outputs)) if (output.endsWith('/index.mjs')) reach(output);
  for (const output of Object.keys(outputs)) if (!reached.has(output)) rmSync(resolve(root, output));
}

let packed: Buffer | undefined;

/** Compiling and packing take a moment, and the result is the same for every function. */
function packedRules(): Buffer {
  packed ??= packRules(shippedRules());
  return packed;
}

if (process.argv[1] === import.meta.filename) buildHandlers();
