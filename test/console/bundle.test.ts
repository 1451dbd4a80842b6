import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundleConsole } from '../../console/bundle.ts';
import { toAssets } from '../../console/server/assets.ts';

const MAX_COMPRESSED = 120 * 1024;

test('the console is at most 120 KB compressed in all', async () => {
  const { files } = await bundleConsole();
  const sizes = [...files.values()].map((file) => gzipSync(file).length);
  expect([...files.keys()].sort()).toEqual(['app.css', 'app.js', 'favicon.svg', 'index.html']);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_COMPRESSED);
  expect(brotliCompressSync(files.get('app.js') ?? '').length).toBeLessThan(MAX_COMPRESSED);
});

test('its page holds no inline script or style, and names no other server', async () => {
  const { files } = await bundleConsole();
  const page = Buffer.from(files.get('index.html') ?? []).toString();
  expect(page).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=|https?:/);
  expect(Buffer.from(files.get('app.css') ?? []).toString()).not.toMatch(/@import|url\(["']?(?!data:)\w+:/);
});

test('each file has its type and a tag of its content', async () => {
  const assets = toAssets((await bundleConsole()).files);
  expect(assets.get('/')?.contentType).toBe('text/html; charset=utf-8');
  expect(assets.get('/app.js')?.contentType).toBe('text/javascript; charset=utf-8');
  expect(assets.get('/app.css')?.contentType).toBe('text/css; charset=utf-8');
  expect(new Set([...assets.values()].map(({ etag }) => etag)).size).toBe(4);
});
