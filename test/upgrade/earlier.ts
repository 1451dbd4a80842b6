/** An earlier version of the project, from its own history, ready to run. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const root = join(import.meta.dirname, '..', '..');

/** Stands for the last release as long as there is none. */
const BEFORE_FIRST_RELEASE = 'e5ef8e9f';

function run(command: string, args: readonly string[], cwd = root): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${status}: ${stderr.trim()}`);
  return stdout.trim();
}

/** The last release before the commit that is checked out, or what stands for it. */
export function lastRelease(): string {
  const tags = run('git', [
    'tag',
    '--list',
    'v*',
    '--sort=-version:refname',
    '--merged',
    'HEAD',
    '--no-contains',
    'HEAD',
  ]);
  return tags.split('\n')[0] || BEFORE_FIRST_RELEASE;
}

/** Whether this clone has a commit: a shallow one may not. */
export function hasCommit(commit: string): boolean {
  return spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root }).status === 0;
}

/** Exports a commit into a folder, with its dependencies. */
export function exportCommit(commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const archive = `${folder}.tar`;
  run('git', ['archive', '--output', archive, commit]);
  run('tar', ['-xf', archive, '-C', folder]);
  if (hasSameDependencies(folder)) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  else run('npm', ['ci', '--no-audit', '--no-fund'], folder);
}

const lockSchema = v.object({
  packages: v.record(v.string(), v.object({ version: v.optional(v.string()) })),
});

/** Whether what is installed here has every package that the earlier version lists. */
function hasSameDependencies(folder: string): boolean {
  const [earlier, now] = [folder, root].map(
    (one) => v.parse(lockSchema, JSON.parse(readFileSync(join(one, 'package-lock.json'), 'utf8'))).packages,
  );
  return Object.entries(earlier ?? {}).every(
    ([path, { version }]) => path === '' || now?.[path]?.version === version,
  );
}
