import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSettings } from '../../shared/config/load.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

test('a typed file is loaded, checked and completed', () => {
  const file = write(
    'good.config.ts',
    "interface Days { readonly days: number }\nconst { days }: Days = { days: 30 };\nexport default { sources: { a: 'ses' }, archiveDays: days };\n",
  );
  expect(loadSettings(file)).toMatchObject({ sources: [{ name: 'a' }], archiveDays: 30 });
});

test('a fault is named with its line', () => {
  const file = write(
    'bad.config.ts',
    `export default {
  sources: {
    news: 'mailgnu',
  },
};
`,
  );
  expect(() => loadSettings(file)).toThrow(/bad\.config\.ts:3: sources\.news: .* did you mean "mailgun"\?/);
});

test('what one setting means for another is named with its line too', () => {
  const file = write(
    'list.config.ts',
    "export default {\n  sources: {\n    shop: {\n      provider: 'ses',\n      list: 'receipts',\n    },\n  },\n};\n",
  );
  expect(() => loadSettings(file)).toThrow(
    'list.config.ts:5: sources.shop.list: There is no list "receipts"',
  );
});

test('a file that exports nothing says what to write', () => {
  expect(() => loadSettings(write('empty.config.ts', 'export {};\n'))).toThrow('export default defineLedger');
});

test('a file that is not there is named', () => {
  expect(() => loadSettings(join(folder, 'none.ts'))).toThrow(/There is no file .*none\.ts/);
});
