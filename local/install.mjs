/** Installs what package-lock.json asks for where node_modules does not have it. */
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node that the project is developed and tested on: the major version that Lambda runs. */
export const installedNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** Makes node_modules match package-lock.json; says so on standard error. Ends the process when it cannot. */
export async function install() {
  if (isLinked() || isInstalled()) return;
  process.stderr.write('Installing what package-lock.json lists (npm ci) …\n');
  const { spawnSync } = await import('node:child_process');
  const npm = process.env.npm_execpath;
  const [command, args] = npm === undefined ? ['npm', ['ci']] : [process.execPath, [npm, 'ci']];
  const { status, error } = spawnSync(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    // What npm prints is not this program's output: its standard output becomes our standard error.
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && npm === undefined,
    env: { ...process.env, npm_config_dry_run: 'false' },
  });
  if (status === 0 && isInstalled()) return;
  process.stderr.write(
    `npm ci failed${error ? `: ${error.message}` : ''}. Its output above says why; fix it and try again.\n`,
  );
  process.exit(1);
}

/** A linked node_modules belongs to another checkout (a git worktree's, say): installing would replace that one's. */
function isLinked() {
  return lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** npm records what it installed in node_modules/.package-lock.json: the two lists are compared. */
function isInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === null || present === null || !existsSync(installedNode)) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const found = present[path];
    return found === undefined ? optional === true : found.version === version;
  });
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean }> | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}
