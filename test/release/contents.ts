/** What may be in the published package, and what must be. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

/** Every file of the package, by what it is for; a file that is none of these is not meant to be published. */
const FILES: readonly (readonly [RegExp, string])[] = [
  [/^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/, 'the package itself'],
  [/^dist\/THIRD_PARTY_NOTICES\.txt$/, 'notices of what is bundled'],
  [/^dist\/(cjs|esm)\/(package\.json|[\w./-]+\.js)$/, 'construct, configuration and client'],
  [/^dist\/(cjs|esm)\/[\w./-]+\.d\.ts$/, 'declarations'],
  [/^dist\/cli\/(package\.json|[\w./-]+\.js)$/, 'command line'],
  [/^dist\/console\/(app\.css|app\.js|favicon\.svg|index\.html)$/, 'web console'],
  [/^dist\/events\/[a-z.]+\.json$/, 'schemas of events'],
  [/^dist\/handlers\/[a-z]+\/[\w-]+\.(mjs|bin|json)$/, 'function handlers'],
  [/^dist\/rules\/[\w/-]+\.(yaml|bin|schema\.json)$/, 'rules of the classifier'],
];

const MAX_UNPACKED_MB = 15;

type Entries = string | { readonly [condition: string]: Entries };
const entriesShape: v.GenericSchema<Entries> = v.lazy(() =>
  v.union([v.string(), v.record(v.string(), entriesShape)]),
);
const manifestShape = v.object({
  main: v.string(),
  types: v.string(),
  bin: v.record(v.string(), v.string()),
  exports: entriesShape,
  license: v.string(),
  repository: v.object({ url: v.string() }),
  engines: v.object({ node: v.string() }),
});

/**
 * What is wrong with the files of an unpacked package.
 *
 * @param folder where it is unpacked
 * @param ofMachine texts that only a machine that built it knows: paths, host names, a registry
 */
export function contentIssues(folder: string, ofMachine: readonly string[]): readonly string[] {
  const issues: string[] = [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  let bytes = 0;
  for (const file of files) {
    bytes += statSync(join(folder, file)).size;
    if (!FILES.some(([pattern]) => pattern.test(file)))
      issues.push(
        `${file} is not meant to be published. Leave it out of the build, or name it in test/release/contents.ts.`,
      );
    const content = readFileSync(join(folder, file));
    for (const text of ofMachine)
      if (content.includes(text)) issues.push(`${file} contains "${text}" of this machine.`);
  }
  for (const [pattern, what] of FILES)
    if (!files.some((file) => pattern.test(file))) issues.push(`The package has no ${what}.`);
  if (bytes > MAX_UNPACKED_MB * 2 ** 20)
    issues.push(`The package has ${(bytes / 2 ** 20).toFixed(1)} MB, more than ${MAX_UNPACKED_MB}.`);

  const manifest = v.parse(manifestShape, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const { main, types, bin, exports } = manifest;
  for (const entry of [main, types, ...Object.values(bin), ...pathsOf(exports)]) {
    const pattern = new RegExp(`^${entry.replace('./', '').replace('*', '[^/]+')}$`);
    if (!files.some((file) => pattern.test(file)))
      issues.push(`package.json names ${entry}, which is not packed.`);
  }
  return issues;
}

function pathsOf(entries: Entries): readonly string[] {
  return typeof entries === 'string' ? [entries] : Object.values(entries).flatMap(pathsOf);
}
