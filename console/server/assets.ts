/** The pages' files: built ones beside the compiled package, bundled here and now in a clone. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** One static file, ready to be sent. */
export interface Asset {
  readonly contentType: string;
  readonly body: Uint8Array;
  /** Entity tag of the content (RFC 9110, 8.8.3). */
  readonly etag: string;
}

/** By path: `/app.js`; the page itself is `/`. */
export type Assets = ReadonlyMap<string, Asset>;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Where `npm run build` puts them, seen from the bundled command line and from a chunk of it. */
const BUILT_FOLDERS = ['../console', '../../console'].map((folder) => join(import.meta.dirname, folder));

/**
 * Loads the files. The published package has them built; a clone has this very file in TypeScript, and its pages are
 * bundled when they are first asked for (some 100 ms).
 *
 * @throws Error when the package is incomplete
 */
export async function loadAssets(): Promise<Assets> {
  if (import.meta.filename.endsWith('.ts')) {
    // No literal: the bundle of the command line must not take esbuild in.
    const module = new URL('../bundle.ts', import.meta.url).href;
    const { bundleConsole }: typeof import('../bundle.ts') = await import(module);
    return toAssets((await bundleConsole()).files);
  }
  const folder = BUILT_FOLDERS.find((one) => existsSync(join(one, 'index.html')));
  if (folder === undefined) throw new Error('The console is missing from the package. Install it again.');
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name))] as const),
  );
  return toAssets(new Map(files));
}

/** Files by name, as a server sends them. */
export function toAssets(files: ReadonlyMap<string, Uint8Array>): Assets {
  return new Map(
    [...files].map(([name, body]) => [
      name === 'index.html' ? '/' : `/${name}`,
      {
        contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
        body,
        etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 16)}"`,
      },
    ]),
  );
}
