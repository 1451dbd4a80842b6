import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleHandler } from '../../infra/build/handlers.ts';
import { functionNames } from '../../infra/function-code.ts';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { unpackRules } from '../../shared/classifier/packed-rules.ts';
import { shippedRules } from '../../shared/classifier/rule-files/shipped-rules.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-bundles-'));
  for (const name of functionNames) bundleHandler(name, join(folder, name));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(functionNames)('the bundle of %s', (name) => {
  const files = () => readdirSync(join(folder, name));
  const code = () =>
    files()
      .filter((file) => file.endsWith('.mjs'))
      .map((file) => ({ file, text: readFileSync(join(folder, name, file), 'utf8') }));

  test('holds a handler', () => {
    expect(files()).toEqual(expect.arrayContaining(['index.mjs']));
  });

  test('holds no chunk that nothing loads', () => {
    const unused = code().filter(
      ({ file }) => file !== 'index.mjs' && !code().some(({ text }) => text.includes(`"./${file}"`)),
    );
    expect(unused.map(({ file }) => file)).toEqual([]);
  });

  test('loads neither the SDK’s client nor what an import of node:http makes, unless SES’s API is asked', () => {
    const texts = new Map(code().map(({ file, text }) => [file, text]));
    const loaded = new Set(['index.mjs']);
    for (const file of loaded) {
      const text = texts.get(file) ?? '';
      expect(text, file).not.toMatch(/from ?"node:http"|credential-provider/);
      for (const [, chunk = ''] of text.matchAll(/(?:from|import) ?"\.\/(chunk-\w+\.mjs)"/g))
        loaded.add(chunk);
    }
  });
});

test.each(['processor', 'query'])('%s has the shipped rules beside it, compiled', (name) => {
  expect(unpackRules(readFileSync(join(folder, name, 'rules.bin')))).toEqual(shippedRules());
});

test('query has the OpenAPI document beside it, and not what generates it', () => {
  const document = JSON.parse(readFileSync(join(folder, 'query', 'openapi.json'), 'utf8'));
  expect(document).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  for (const file of readdirSync(join(folder, 'query')).filter((name) => name.endsWith('.mjs')))
    expect(readFileSync(join(folder, 'query', file), 'utf8')).not.toContain('#/components/schemas');
});

test('webhook, which answers the ESP, has at most 120 KB', () => {
  const sizes = readdirSync(join(folder, 'webhook')).map(
    (file) => statSync(join(folder, 'webhook', file)).size,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(120 * 1024);
});
