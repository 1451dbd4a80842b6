/**
 * `npm run test:template`: cfn-lint, AWS's own reader of templates, over what `cdk deploy` would send: with the
 * configuration of this folder, and with one source of every ESP. It comes from PyPI into `.cache/` once, and needs
 * Python 3.10 and pip.
 */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { defaultConfig, synthesise } from '../local/synthesis.ts';
import { writeClosingLine } from './running.ts';

const VERSION = '1.58.0';
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.cache', 'cfn-lint', VERSION);

const findings = v.array(
  v.object({ Rule: v.object({ Id: v.string() }), Message: v.string(), Level: v.string() }),
);

fetchOnce();
let passed = 0;
let failed = 0;
for (const config of [join(root, 'ledger.config.ts'), defaultConfig]) {
  const template = join(await synthesise(config), 'BounceLedger.template.json');
  const { status, stdout, stderr } = python([join(folder, 'bin', 'cfn-lint'), '--format', 'json', template]);
  const resources = Object.keys(
    v.parse(v.object({ Resources: v.looseObject({}) }), JSON.parse(readFileSync(template, 'utf8'))).Resources,
  );
  const found = stdout.trim() === '' ? null : v.parse(findings, JSON.parse(stdout));
  if (status === 0 && found?.length === 0) {
    passed++;
    console.log(`cfn-lint finds nothing in ${resources.length} resources of ${config.slice(root.length)}`);
    continue;
  }
  failed++;
  for (const { Level, Rule, Message } of found ?? []) console.log(`${Level} ${Rule.Id} ${Message}`);
  if (found === null) console.log(stderr.trim());
}
writeClosingLine({ passed, failed, skipped: 0, sound: failed === 0 });
process.exitCode = failed === 0 ? 0 : 1;

function python(args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync('python3', args, {
    encoding: 'utf8',
    env: { ...process.env, PYTHONPATH: folder },
    maxBuffer: 64 * 1024 * 1024,
  });
}

function fetchOnce(): void {
  const done = join(folder, 'complete');
  if (existsSync(done)) return;
  rmSync(folder, { recursive: true, force: true });
  console.log(`Fetching cfn-lint ${VERSION} …`);
  const { error, status, stderr } = python([
    ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-warn-conflicts'],
    ...['--target', folder, `cfn-lint==${VERSION}`],
  ]);
  if (error !== undefined)
    throw new Error('cfn-lint needs python3 on the path: install Python 3.10 or newer.');
  if (status !== 0) throw new Error(`pip could not fetch cfn-lint ${VERSION}: ${stderr.trim()}`);
  writeFileSync(done, '');
}
