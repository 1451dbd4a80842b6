/** Which of the emitted declarations a program can see that imports the package. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The specifier of an import or export as TypeScript emits it, also of an import type. */
const SPECIFIER = /(?:\bfrom |\bimport\(|\bimport )['"](\.{1,2}\/[^'"]+)['"]/g;

/**
 * Removes the declarations that no entry leads to: `tsc` emits one for each module of the program, and most are of
 * modules whose types no importing program sees.
 *
 * @param folder The declarations, in the tree of their modules
 * @param entries The entry modules, relative to the tree's root
 */
export function keepReachable(folder: string, entries: readonly string[]): void {
  const reachable = new Set<string>();
  const waiting = entries.map((entry) => declarationOf(join(folder, entry)));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reachable.has(file)) continue;
    reachable.add(file);
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(SPECIFIER)) {
      waiting.push(declarationOf(join(dirname(file), specifier)));
    }
  }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, name);
    if (name.endsWith('.d.ts') && !reachable.has(file)) rmSync(file);
  }
}

function declarationOf(module: string): string {
  return module.replace(/\.[jt]s$/, '.d.ts');
}
