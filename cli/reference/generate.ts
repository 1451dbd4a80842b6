/**
 * `npm run docs`: generates the reference pages and the JSON Schemas of the rule files from the code that they describe;
 * `npm run docs -- --check` writes nothing and fails when one is out of date.
 */
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { toJsonSchema } from '@valibot/to-json-schema';
import { schemas } from '../../shared/classifier/rule-files/schema.ts';
import { RULES_FOLDER } from '../../shared/classifier/rule-files/sources.ts';
import { failureCodeTables } from '../../shared/failure-codes/markdown-tables.ts';
import { policyTables } from '../../shared/ledger/policy/markdown-table.ts';
import { withMarkdownTables } from '../../shared/markdown-tables.ts';
import { apiPage } from './api-page.ts';
import { cliPage } from './cli-page.ts';
import { espListsPage } from './esp-lists-page.ts';
import { promisesPage } from './promises-page.ts';
import { providerPages } from './provider-pages.ts';
import { configurationPage, constructPage } from './types-page.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Pages with generated tables between marks. */
const TABLE_FILES = ['docs/codes.md', 'docs/policy.md'];
const TABLES = { ...failureCodeTables, ...policyTables };

/** Every generated file with its text, by its path in the project. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ...[...providerPages()].map(([file, text]) => [`docs/providers/${file}`, text] as const),
    ...TABLE_FILES.map(
      (file) => [file, withMarkdownTables(readFileSync(ROOT + file, 'utf8'), TABLES)] as const,
    ),
    ...Object.entries(schemas).map(
      ([file, schema]) =>
        [
          `${relative(ROOT, RULES_FOLDER)}/${file}`,
          `${JSON.stringify(toJsonSchema(schema, { errorMode: 'ignore' }), null, 2)}\n`,
        ] as const,
    ),
    ['docs/reference/cli.md', await cliPage()],
    ['docs/reference/esp-lists.md', await espListsPage()],
    ['docs/reference/configuration.md', configurationPage()],
    ['docs/reference/construct.md', constructPage()],
    ['docs/reference/http-api.md', apiPage()],
    ['docs/reference/promises-by-esp.md', await promisesPage()],
  ]);
}

/** The generated files that are out of date, missing, or belong to no ESP any more. */
export async function staleFiles(): Promise<readonly string[]> {
  const generated = await generatedFiles();
  const existing = globSync('docs/providers/*.md', { cwd: ROOT });
  return [...new Set([...generated.keys(), ...existing])].filter(
    (file) => !isUpToDate(file, generated.get(file)),
  );
}

function isUpToDate(file: string, expected: string | undefined): boolean {
  if (expected === undefined || !existsSync(ROOT + file)) return false;
  const text = readFileSync(ROOT + file, 'utf8');
  // The formatter lays JSON out in its own way.
  return file.endsWith('.json')
    ? isDeepStrictEqual(JSON.parse(text), JSON.parse(expected))
    : text === expected;
}

async function main(check: boolean): Promise<void> {
  const stale = await staleFiles();
  if (check) {
    if (stale.length > 0) console.error(`Out of date: ${stale.join(', ')}. Run: npm run docs`);
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  const generated = await generatedFiles();
  for (const file of stale) {
    const text = generated.get(file);
    mkdirSync(dirname(ROOT + file), { recursive: true });
    if (text === undefined) rmSync(ROOT + file);
    else writeFileSync(ROOT + file, text);
  }
  console.log(`${generated.size} generated files; ${stale.length} changed.`);
}

if (process.argv[1] === import.meta.filename) await main(process.argv.includes('--check'));
