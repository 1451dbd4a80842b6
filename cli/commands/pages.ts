import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { toJsonSchema } from '@valibot/to-json-schema';
import { schemas } from '../../shared/classifier/rule-files/schema.ts';
import { RULES_FOLDER } from '../../shared/classifier/rule-files/sources.ts';
import { withFailureCodeTables } from '../../shared/failure-codes/tables.ts';
import { addExamples, CommandError, type CommandSetup } from '../command.ts';
import { providerPages } from '../provider-pages.ts';
import { counted, print } from '../terminal.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGES = new URL('docs/providers/', ROOT);
/** Files with generated tables of the failure codes. */
const TABLE_FILES = ['README.md', 'docs/codes.md'];

export const pages: CommandSetup = (command) => {
  addExamples(command, 'pages', 'pages --check');
  command.option('--check', 'Write nothing; fail when a page is out of date.').action(({ check }) => {
    const stale = stalePages();
    const staleTables = staleTableFiles();
    const staleSchemas = staleSchemaFiles();
    if (check) {
      const files = [...stale.map((file) => `docs/providers/${file}`), ...staleTables, ...staleSchemas];
      if (files.length === 0) return;
      throw new CommandError(`Out of date: ${files.join(', ')}. Run: npm run ledger -- pages`);
    }
    for (const file of staleTables) {
      const path = new URL(file, ROOT);
      writeFileSync(path, withFailureCodeTables(readFileSync(path, 'utf8')));
    }
    for (const file of staleSchemas) {
      writeFileSync(`${RULES_FOLDER}${file}`, `${JSON.stringify(generatedSchemas()[file], null, 2)}\n`);
    }
    mkdirSync(PAGES, { recursive: true });
    for (const [file, text] of providerPages()) writeFileSync(new URL(file, PAGES), text);
    print(`${counted(providerPages().size, 'page')} in ${fileURLToPath(PAGES)}; ${stale.length} changed.`);
  });
};

/** The files of `docs/providers/` that differ from the generated ones, are missing, or belong to no ESP. */
export function stalePages(): readonly string[] {
  const expected = providerPages();
  const existing = new Map(existingFiles().map((file) => [file, readFileSync(new URL(file, PAGES), 'utf8')]));
  return [...new Set([...expected.keys(), ...existing.keys()])].filter(
    (file) => expected.get(file) !== existing.get(file),
  );
}

/** The files whose tables of failure codes differ from the scheme. */
export function staleTableFiles(): readonly string[] {
  return TABLE_FILES.filter((file) => {
    const text = readFileSync(new URL(file, ROOT), 'utf8');
    return text !== withFailureCodeTables(text);
  });
}

/** The JSON Schemas of the rule files, by the name of the file. */
export function generatedSchemas(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(schemas).map(([file, schema]) => [file, toJsonSchema(schema, { errorMode: 'ignore' })]),
  );
}

/** The JSON Schemas of the rule files that differ from the generated ones. */
export function staleSchemaFiles(): readonly string[] {
  return Object.entries(generatedSchemas())
    .filter(([file, schema]) => {
      const existing = readText(`${RULES_FOLDER}${file}`);
      return (
        existing === null || !isDeepStrictEqual(JSON.parse(existing), JSON.parse(JSON.stringify(schema)))
      );
    })
    .map(([file]) => file);
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function existingFiles(): readonly string[] {
  try {
    return readdirSync(PAGES);
  } catch {
    return [];
  }
}
