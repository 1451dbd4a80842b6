/** The notices of the third-party packages whose code is bundled into the package. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import * as v from 'valibot';

const manifestShape = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string(), 'unknown'),
});

/**
 * The text of `THIRD_PARTY_NOTICES.txt`: name, version and licence of every bundled package, with its licence text.
 *
 * @param root - folder of the project
 * @param metafiles - of every bundle
 */
export function noticesOf(root: string, metafiles: readonly Metafile[]): string {
  const packages = new Set<string>();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
      if (folder !== undefined) packages.add(folder);
    }
  }
  const byText = Map.groupBy([...packages].sort(), (folder) => licenceOf(join(root, folder)));
  const notices = [...byText].map(([text, folders]) =>
    [...new Set(folders.map((folder) => titleOf(join(root, folder)))), '', text].join('\n'),
  );
  return ['This package bundles the following third-party software.', ...notices].join(
    `\n\n${'-'.repeat(80)}\n\n`,
  );
}

function titleOf(folder: string): string {
  const manifest = v.parse(manifestShape, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return `${manifest.name} ${manifest.version} (${manifest.license})`;
}

/** Many packages of one publisher share a licence text: it is printed once. */
function licenceOf(folder: string): string {
  return readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n');
}
