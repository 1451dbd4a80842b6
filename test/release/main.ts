/**
 * `npm run release:check -- --tag v1.2.3`: whether publishing this commit would publish what was tested. Nothing is published:
 * it ends with the tarball's hash and the command that would. `--unreleased` leaves version, CHANGELOG and tag out.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { writeClosingLine } from '../running.ts';
import { contentIssues } from './contents.ts';
import { versionIssues } from './version.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: { tag: { type: 'string' }, unreleased: { type: 'boolean' }, output: { type: 'string' } },
});
const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-release-'));
const counts = { passed: 0, failed: 0 };

function run(command: string, args: readonly string[], cwd = root): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} exited with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** @param find returns what is wrong; an error is something wrong, too */
function check(name: string, find: () => readonly string[]): void {
  let issues: readonly string[];
  try {
    issues = find();
  } catch (error) {
    issues = [error instanceof Error ? error.message : String(error)];
  }
  counts[issues.length === 0 ? 'passed' : 'failed']++;
  console.log(`${issues.length === 0 ? 'ok     ' : 'failed '} ${name}`);
  for (const issue of issues) console.log(`        ${issue}`);
}

const versionShape = v.object({ version: v.string() });
const versionIn = (file: string) =>
  v.parse(versionShape, JSON.parse(readFileSync(join(root, file), 'utf8'))).version;

/** Packs an export of the commit, as it would be in a fresh clone. @returns the tarball */
function pack(name: string): string {
  const clone = join(folder, name);
  mkdirSync(clone, { recursive: true });
  run('git', ['archive', '--output', join(folder, 'commit.tar'), 'HEAD']);
  run('tar', ['-xf', join(folder, 'commit.tar')], clone);
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  const output = run('npm', ['pack', '--silent', '--pack-destination', clone], clone);
  return join(clone, output.trim().split('\n').at(-1) ?? '');
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Texts that would tell where the package was built. */
function textsOfMachine(): readonly string[] {
  const registry = new URL(run('npm', ['config', 'get', 'registry'])).hostname;
  const paths = [root, folder, `${homedir()}/`];
  const names = [registry, hostname()].filter((name) => name !== 'registry.npmjs.org' && name.length > 8);
  return [...paths, ...names];
}

try {
  if (values.unreleased !== true) {
    check('version, CHANGELOG and tag agree', () =>
      versionIssues({
        manifest: versionIn('package.json'),
        lockfile: versionIn('package-lock.json'),
        changelog: readFileSync(join(root, 'CHANGELOG.md'), 'utf8'),
        tag: values.tag,
        tagsOfCommit: run('git', ['tag', '--points-at', 'HEAD']).split('\n'),
      }),
    );
  }
  check('the work tree has nothing that is not in the commit', () =>
    run('git', ['status', '--porcelain'])
      .split('\n')
      .filter((line) => line !== ''),
  );
  let tarball = '';
  check('built in two folders the tarball is the same, byte for byte', () => {
    tarball = pack('one');
    const again = pack(join('another', 'folder', 'two'));
    if (hashOf(tarball) === hashOf(again)) return [];
    return [`${hashOf(tarball)} and ${hashOf(again)}.`, ...differences(tarball, again)];
  });
  check('the tarball has what the package needs, and nothing of this machine', () => {
    run('tar', ['-xzf', tarball], folder);
    return contentIssues(join(folder, 'package'), textsOfMachine());
  });
  check('publint, Are the Types Wrong and TypeScript have no finding', () => {
    const args = ['test/package/main.ts', '--tarball', tarball, '--only', 'declarations'];
    run(process.execPath, args);
    return [];
  });
  if (counts.failed === 0) {
    const output = join(
      values.output ?? join(root, '.cache'),
      `bounce-ledger-${versionIn('package.json')}.tgz`,
    );
    cpSync(tarball, output);
    console.log(`\nsha256 ${hashOf(output)}, of ${run('git', ['rev-parse', 'HEAD']).trim()}`);
    console.log(`To publish it: npm publish ${output} --access public`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
writeClosingLine({ ...counts, skipped: 0, sound: counts.failed === 0 });
process.exitCode = counts.failed === 0 ? 0 : 1;

/** The files in which two tarballs differ. */
function differences(one: string, other: string): readonly string[] {
  const [left, right] = [one, other].map((file, index) => {
    const into = join(folder, `unpacked-${index}`);
    mkdirSync(into);
    run('tar', ['-xzf', file], into);
    return new Map(
      readdirSync(into, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((path) => [path.slice(into.length), hashOf(path)]),
    );
  });
  const names = new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])]);
  return [...names].filter((name) => left?.get(name) !== right?.get(name)).slice(0, 20);
}
