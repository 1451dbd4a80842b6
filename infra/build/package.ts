/**
 * `npm run build`: the package that others install, in `dist/`. Everything is bundled: the construct and the client
 * for ESM and CommonJS with types for both, the command line, the web console, the handlers with the compiled rules.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { bundleConsole } from '../../console/bundle.ts';
import { packRules } from '../../shared/classifier/packed-rules.ts';
import { PREBUILT } from '../../shared/classifier/rule-files/cache.ts';
import { shippedRules } from '../../shared/classifier/rule-files/shipped-rules.ts';
import { RULES_FOLDER } from '../../shared/classifier/rule-files/sources.ts';
import { functionNames } from '../function-code.ts';
import { keepReachable } from './declarations.ts';
import { writeEventSchemas } from './event-schemas.ts';
import { bundleHandler } from './handlers.ts';
import { noticesOf } from './notices.ts';

const root = join(import.meta.dirname, '..', '..');
const dist = join(root, 'dist');

/** The entry points of the package: its export, and the module behind it. */
const ENTRIES: Readonly<Record<string, string>> = {
  '.': 'infra/index.ts',
  './config': 'shared/config/index.ts',
  './client': 'client/index.ts',
  './client/mailgun': 'client/adapters/mailgun.ts',
  './client/nodemailer': 'client/adapters/nodemailer.ts',
  './client/postmark': 'client/adapters/postmark.ts',
  './client/resend': 'client/adapters/resend.ts',
  './client/sendgrid': 'client/adapters/sendgrid.ts',
  './client/ses': 'client/adapters/ses.ts',
  './client/table': 'client/table.ts',
};

/** Peers and runtime dependencies of the package; everything else is bundled. */
const EXTERNAL = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'jiti'];
/** The sender's program brings its own; the command line carries one. */
const LIBRARY_EXTERNAL = [...EXTERNAL, '@aws-sdk/client-dynamodb'];

const common = {
  bundle: true,
  platform: 'node',
  // The oldest Node that the package supports.
  target: 'node20',
  mainFields: ['module', 'main'],
  external: EXTERNAL,
  absWorkingDir: root,
  // As in the handlers: names of chunks do not depend on where node_modules lies.
  preserveSymlinks: true,
  outbase: root,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Bundled CommonJS packages require Node's own modules. */
const ESM_BANNER = {
  js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
};

await main();

async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  emitTypes();
  writeEventSchemas(join(dist, 'events'));
  copyRules();
  const handlers = functionNames.map((name) => bundleHandler(name, join(dist, 'handlers', name)).metafile);
  const metafiles = await Promise.all([buildEsm(), buildCommonJs(), buildCli(), buildConsole()]);
  writeFileSync(join(dist, 'THIRD_PARTY_NOTICES.txt'), noticesOf(root, [...metafiles, ...handlers]));
}

/** The rule files, whose word families custom rules may name, and their compiled form for the command line. */
function copyRules(): void {
  const rules = join(dist, 'rules');
  cpSync(RULES_FOLDER, rules, { recursive: true });
  writeFileSync(join(rules, PREBUILT), packRules(shippedRules()));
}

/** Names stay as they are, so that a stack trace can be read; whitespace was a third of the two formats. */
async function buildEsm(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    external: LIBRARY_EXTERNAL,
    entryPoints: Object.values(ENTRIES),
    minifyWhitespace: true,
    outdir: join(dist, 'esm'),
    format: 'esm',
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: ESM_BANNER,
  });
  writeFileSync(join(dist, 'esm', 'package.json'), '{ "type": "module" }\n');
  return metafile;
}

async function buildCommonJs(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    external: LIBRARY_EXTERNAL,
    entryPoints: Object.values(ENTRIES),
    minifyWhitespace: true,
    outdir: join(dist, 'cjs'),
    format: 'cjs',
    define: { 'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname' },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  writeFileSync(join(dist, 'cjs', 'package.json'), '{ "type": "commonjs" }\n');
  return metafile;
}

async function buildCli(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: ['cli/main.ts', 'cli/read-mail/worker.ts'],
    outdir: join(dist, 'cli'),
    outbase: join(root, 'cli'),
    format: 'esm',
    splitting: true,
    minify: true,
    chunkNames: 'chunks/[name]-[hash]',
    banner: ESM_BANNER,
  });
  writeFileSync(join(dist, 'cli', 'package.json'), '{ "type": "module" }\n');
  chmodSync(join(dist, 'cli', 'main.js'), 0o755);
  return metafile;
}

async function buildConsole(): Promise<Metafile> {
  const { files, metafile } = await bundleConsole();
  const folder = join(dist, 'console');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  return metafile;
}

/** One declaration tree, in the folder of each format: TypeScript tells their module kind by the package.json there. */
function emitTypes(): void {
  const { status } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The declarations do not compile.');
  keepReachable(join(dist, 'types'), Object.values(ENTRIES));
  for (const format of ['esm', 'cjs']) cpSync(join(dist, 'types'), join(dist, format), { recursive: true });
  rmSync(join(dist, 'types'), { recursive: true });
}
