import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

test.each(['commonjs', 'module'])('a typed file is loaded in a package of type %s', (type) => {
  mkdirSync(join(folder, type), { recursive: true });
  write(`${type}/package.json`, JSON.stringify({ name: 'theirs', type }));
  const file = write(
    `${type}/ledger.config.ts`,
    "import { sep } from 'node:path';\nconst days: number = sep.length * 30;\nexport default { sources: { a: 'ses' }, archiveDays: days };\n",
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
  expect(() => loadSettings(file)).toThrow(/bad\.config\.ts:3: sources\.news: .* Did you mean "mailgun"\?/);
});

test('what one setting means for another is named with its line too', () => {
  const file = write(
    'list.config.ts',
    "export default {\n  sources: {\n    shop: {\n      provider: 'ses',\n      list: 'receipts',\n    },\n  },\n};\n",
  );
  expect(() => loadSettings(file)).toThrow('list.config.ts:5: sources.shop.list: Unknown list "receipts"');
});

describe('own rules', () => {
  const config =
    "export default { sources: { a: 'ses' }, codes: { custom: [{ code: 3100, meaning: 'on leave' }] } };\n";

  test('lie in files beside the configuration', () => {
    mkdirSync(join(folder, 'codes'), { recursive: true });
    write('codes/response_translations.list', '# ours\n\nparental leave~~3100\n');
    write('codes/textbody_translations.list', 'moved to a new address~~2004\n');

    expect(loadSettings(write('rules.config.ts', config)).codes).toMatchObject({
      response: [
        { file: 'codes/response_translations.list', line: 3, pattern: 'parental leave', code: 3100 },
      ],
      textBody: [{ file: 'codes/textbody_translations.list', line: 1, code: 2004 }],
    });
  });

  test('that cannot be read are named with their file and line, all of them', () => {
    mkdirSync(join(folder, 'own'), { recursive: true });
    write('own/response_translations.list', 'fine~~2001\nno code at all\n(?=ahead)x~~2001\nfine~~1234\n');
    const broken = write(
      'broken.config.ts',
      "export default {\n  sources: { a: 'ses' },\n  codes: { folder: './own' },\n};\n",
    );

    expect(() => loadSettings(broken)).toThrow(
      /own\/response_translations\.list:2: .*\nown\/response_translations\.list:3: .*\nown\/response_translations\.list:4: /,
    );
  });

  test('that are nowhere are missed', () => {
    const missing = write(
      'missing.config.ts',
      "export default {\n  sources: { a: 'ses' },\n  codes: {\n    folder: './nowhere',\n  },\n};\n",
    );
    expect(() => loadSettings(missing)).toThrow('missing.config.ts:4: codes.folder: No folder nowhere');
  });
});

test('a file that exports nothing says what to write', () => {
  expect(() => loadSettings(write('empty.config.ts', 'export {};\n'))).toThrow('export default defineLedger');
});

test('a file that is not there is named', () => {
  expect(() => loadSettings(join(folder, 'none.ts'))).toThrow(/There is no file .*none\.ts/);
});
