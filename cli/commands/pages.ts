import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { providerPages } from '../provider-pages.ts';
import { counted, print } from '../terminal.ts';

/** Where the pages are kept. */
const PAGES = new URL('../../docs/providers/', import.meta.url);

export const pages = defineCommand({
  usage: ['', '--check   (writes nothing)'],
  options: {
    check: { type: 'boolean', help: 'Names the pages that are not as they would be originalAddress.' },
  },
  examples: ['pages', 'pages --check'],
  run: async ({ check }) => {
    const stale = stalePages();
    if (check) {
      if (stale.length === 0) return exitCodes.fine;
      throw new CommandError(
        `Not up to date in docs/providers: ${stale.join(', ')}. Run: npm run ledger -- pages`,
      );
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

function keptFiles(): readonly string[] {
  try {
    return readdirSync(PAGES);
  } catch {
    return [];
  }
}
