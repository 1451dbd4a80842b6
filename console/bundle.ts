/** Bundles the browser's part of the console into static files. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';

const APP = join(import.meta.dirname, 'app');
const STATIC_FILES = ['index.html', 'favicon.svg'] as const;

/** The browsers of the last two years: those that know `light-dark()` and CSS nesting. */
const TARGETS = ['chrome123', 'firefox120', 'safari17.5'];

/** The console's files by name. */
export async function bundleConsole(): Promise<ReadonlyMap<string, Uint8Array>> {
  const [{ outputFiles }, ...copied] = await Promise.all([
    build({
      entryPoints: { app: join(APP, 'main.tsx') },
      outdir: APP,
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      target: TARGETS,
      jsx: 'automatic',
      jsxImportSource: 'preact',
      charset: 'utf8',
      legalComments: 'eof',
      logLevel: 'silent',
    }),
    ...STATIC_FILES.map(async (name) => [name, new Uint8Array(await readFile(join(APP, name)))] as const),
  ]);
  return new Map([
    ...outputFiles.map(({ path, contents }) => [basename(path), contents] as const),
    ...copied,
  ]);
}
