import { createHash } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, BundlingOutput, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type BuildOptions, type BuildResult, buildSync } from 'esbuild';
import { shippedRules } from '../shared/classifier/create.ts';
import { packRules } from '../shared/classifier/rules-file.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';

/** The functions, as their folders under `functions/` are named. */
export const functionNames = ['webhook', 'processor', 'query', 'publisher'] as const;
export type FunctionName = (typeof functionNames)[number];

/** The handlers are TypeScript in a clone and JavaScript in the published package: whichever this file is. */
const extension = extname(import.meta.url);
const functionsFolder = fileURLToPath(new URL('../functions/', import.meta.url));

/** The functions that classify: the shipped rules lie beside them, compiled. */
const classifying: ReadonlySet<FunctionName> = new Set(['processor', 'query']);

/** How every function is bundled. `node` 24 is Lambda's `nodejs24.x`. */
export const bundleOptions = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The SDK's CommonJS build is half as large again and cannot be tree-shaken.
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  // What is imported on demand (an operator's own rules, say) stays out of the cold start.
  splitting: true,
  outExtension: { '.js': '.mjs' },
  entryNames: 'index',
  chunkNames: 'chunk-[hash]',
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions;

export type Bundled = BuildResult<{ metafile: true }>;

/**
 * Bundles one function into `folder`: `index.mjs` that exports `handler`, its chunks, `ledger.json`, the settings it
 * was synthesised with, and `rules.bin`, the compiled rules, where it classifies.
 * @throws Error when the handler's file is missing or does not build; the message names the file and line.
 */
export function bundleFunction(name: FunctionName, settings: LedgerSettings, folder: string): Bundled {
  const entry = join(functionsFolder, name, `index${extension}`);
  if (!existsSync(entry)) throw new Error(`The function ${name} has no ${entry}.`);
  const result = buildSync({ ...bundleOptions, entryPoints: [entry], outdir: folder });
  removeUnreachable(result);
  writeFileSync(join(folder, 'ledger.json'), JSON.stringify(settings));
  if (classifying.has(name)) writeFileSync(join(folder, 'rules.bin'), packedRules());
  return result;
}

/** A function's code as an asset of the stack, bundled on this machine: nothing of it needs Docker. */
export function functionCode(name: FunctionName, settings: LedgerSettings): Code {
  return Code.fromAsset(join(functionsFolder, name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('none'),
      outputType: BundlingOutput.NOT_ARCHIVED,
      // Two ledgers of one app share the sources of a function, not its settings: this keeps their bundles apart.
      environment: { LEDGER: createHash('sha256').update(JSON.stringify(settings)).digest('hex') },
      local: {
        tryBundle(folder) {
          bundleFunction(name, settings, folder);
          return true;
        },
      },
    },
  });
}

/** esbuild cuts chunks before it drops what nobody uses: those that only dropped code would load are left over. */
function removeUnreachable({ metafile: { outputs } }: Bundled): void {
  const reached = new Set<string>();
  const reach = (output: string): void => {
    if (reached.has(output)) return;
    reached.add(output);
    for (const { path, external } of outputs[output]?.imports ?? []) if (!external) reach(path);
  };
  for (const output of Object.keys(outputs)) if (output.endsWith('/index.mjs')) reach(output);
  for (const output of Object.keys(outputs)) if (!reached.has(output)) rmSync(resolve(output));
}

let packed: Buffer | undefined;

/** They take a moment to compile and to pack, and are the same for every function and ledger. */
function packedRules(): Buffer {
  packed ??= packRules(shippedRules());
  return packed;
}
