/** Bundles the browser's part of the console into static files. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Metafile } from 'esbuild';

const APP = join(import.meta.dirname, 'app');
const STATIC_FILES = ['index.html', 'favicon.svg'] as const;

/** The browsers of the last two years: those that know `light-dark()` and CSS nesting. */
const TARGETS = ['chrome123', 'firefox120', 'safari17.5'];

export interface ConsoleBundle {
  /** By name: `app.js`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly metafile: Metafile;
}

/** Bundles the pages' scripts and styles. */
export async function bundleConsole(): Promise<ConsoleBundle> {
  const [{ outputFiles, metafile }, ...copied] = await Promise.all([
    build({
      entryPoints: { app: join(APP, 'main.tsx') },
      outdir: APP,
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
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
  const bundled = outputFiles.map(({ path, contents }) => [basename(path), contents] as const);
  return { files: new Map([...bundled, ...copied]), metafile };
}
