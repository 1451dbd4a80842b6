import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';

const MAX_BYTES = 25_000;

describe('the client', () => {
  test(`is at most ${MAX_BYTES} bytes, bundled and minified, and needs nothing but Node`, async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: ['client/index.ts'],
      bundle: true,
      minify: true,
      write: false,
      metafile: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
    });
    expect(outputFiles[0]?.contents.length).toBeLessThanOrEqual(MAX_BYTES);
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.map(({ path }) => path),
    );
    expect(imported.filter((path) => !path.startsWith('node:'))).toEqual([]);
    const packages = Object.keys(metafile.inputs).filter((path) => path.includes('node_modules'));
    expect(packages).toEqual([]);
  });
});
