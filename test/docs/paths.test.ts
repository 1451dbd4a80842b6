/** A path of the repository that a page names in back-ticks exists. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const folders = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^\.|node_modules/.test(entry.name))
  .map(({ name }) => name);
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

/** The paths that begin with a folder of the repository; `<esp>` stands for any. */
function pathsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/`([\w.-]+)\/([\w.<>*/-]*)`/g), ([, folder = '', rest = '']) => [
    folder,
    rest,
  ])
    .filter(([folder = '']) => folders.includes(folder))
    .map((parts) => parts.join('/').replaceAll(/<[\w-]+>/g, '*'));
}

const missing = (paths: readonly string[]) =>
  paths.filter((path) => globSync(path.replace(/\/$/, ''), { cwd: root }).length === 0);

describe.each(pages)('%s', (page) => {
  test('names paths that exist', () => {
    expect(missing(pathsIn(readFileSync(join(root, page), 'utf8')))).toEqual([]);
  });
});

test('a path that does not exist is found', () => {
  const text =
    'See `shared/mail/read.ts`, `shared/providers/<esp>/webhook.ts` and `shared/mail/no-such-file.ts`.';
  expect(missing(pathsIn(text))).toEqual(['shared/mail/no-such-file.ts']);
});
