/** Every command of the documentation is one that the command line takes, and every relative link leads to a file. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from '../../cli/program.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: root }).filter(
  (page) => !page.includes('node_modules'),
);
const PROGRAM = /^(?:npx )?(?:bounce-ledger|npm run --silent ledger --) (.*)$/;

/** The commands in a page's shell blocks, without what follows a pipe or redirects. */
function commandsIn(page: string): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8');
  return Array.from(text.matchAll(/^```sh\n([\s\S]*?)^```/gm), ([, block = '']) => block)
    .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
    .flatMap((line) => PROGRAM.exec(line.trim())?.[1] ?? [])
    .map((line) => line.replace(/ [<>|] .*$/, ''));
}

/** A command line as a shell splits it, as far as the documentation uses quotes. */
function words(line: string): readonly string[] {
  return Array.from(line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, double, single, bare]) =>
    String(double ?? single ?? bare),
  );
}

function withoutActions(command: Command): void {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  if (command.commands.length === 0) command.action(() => undefined);
  for (const sub of command.commands) withoutActions(sub);
}

async function parse(line: string): Promise<void> {
  const program = (await createProgram('all')) as unknown as Command;
  withoutActions(program);
  await program.parseAsync([...words(line)], { from: 'user' });
}

const commands = pages.flatMap((page) => commandsIn(page).map((line) => [line, page] as const));

test('the documentation has commands', () => {
  expect(commands.length).toBeGreaterThan(30);
});

test.each(commands)('%s (%s)', async (line) => {
  await expect(parse(line)).resolves.toBeUndefined();
});

test('a command that the command line does not take is found', async () => {
  await expect(parse('check ann@example.com --lst news')).rejects.toThrow('unknown option');
});

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const links = Array.from(
    text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g),
    ([, path = '']) => path,
  );

  test('links to files that exist', () => {
    expect(links.filter((path) => !existsSync(join(root, dirname(page), path)))).toEqual([]);
  });
});
