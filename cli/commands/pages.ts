import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withFailureCodeTables } from '../../shared/failure-codes/tables.ts';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { providerPages } from '../provider-pages.ts';
import { counted, print } from '../terminal.ts';

const ROOT = new URL('../../', import.meta.url);
const PAGES = new URL('docs/providers/', ROOT);
/** Files with generated tables of the failure codes. */
const TABLE_FILES = ['README.md', 'docs/codes.md'];

export const pages = defineCommand({
  usage: ['', '--check   (writes nothing)'],
  options: {
    check: { type: 'boolean', help: 'Names the pages that are not as they would be originalAddress.' },
  },
  examples: ['pages', 'pages --check'],
  run: async ({ check }) => {
    const stale = stalePages();
    const staleTables = staleTableFiles();
    if (check) {
      if (stale.length + staleTables.length === 0) return exitCodes.fine;
      const files = [...stale.map((file) => `docs/providers/${file}`), ...staleTables];
      throw new CommandError(`Not up to date: ${files.join(', ')}. Run: npm run ledger -- pages`);
    }
    for (const file of staleTables) {
      const path = new URL(file, ROOT);
      writeFileSync(path, withFailureCodeTables(readFileSync(path, 'utf8')));
    }
    mkdirSync(PAGES, { recursive: true });
    for (const [file, text] of providerPages()) writeFileSync(new URL(file, PAGES), text);
    print(`${counted(providerPages().size, 'page')} in ${fileURLToPath(PAGES)}; ${stale.length} changed.`);
    return exitCodes.fine;
  },
});

/** The files of `docs/providers/` that differ from what would be written, are missing, or are nobody's page. */
export function stalePages(): readonly string[] {
  const expected = providerPages();
  const kept = new Map(keptFiles().map((file) => [file, readFileSync(new URL(file, PAGES), 'utf8')]));
  return [...new Set([...expected.keys(), ...kept.keys()])].filter(
    (file) => expected.get(file) !== kept.get(file),
  );
}

/** The files whose tables of failure codes differ from the scheme. */
export function staleTableFiles(): readonly string[] {
  return TABLE_FILES.filter((file) => {
    const text = readFileSync(new URL(file, ROOT), 'utf8');
    return text !== withFailureCodeTables(text);
  });
}

function keptFiles(): readonly string[] {
  try {
    return readdirSync(PAGES);
  } catch {
    return [];
  }
}
