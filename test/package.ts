/**
 * `npm run test:package`: the published package in the hands of a stranger. Packs the tarball, installs it beside the
 * dependencies of the examples into a folder outside the project, and there type-checks, synthesises and tests each
 * example, runs `init`, checks the package with publint and Are the Types Wrong, and compares asset hashes of different
 * folders. `--cdk VERSION` installs another aws-cdk-lib.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionNames } from '../infra/function-code.ts';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-package-'));
const chosen = process.argv.indexOf('--cdk');
const cdkVersion = (chosen > 0 && process.argv[chosen + 1]) || '2.276.0';
let passed = 0;
const failures: string[] = [];

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1' },
  });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')} exited with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

function check(name: string, body: () => void): void {
  try {
    body();
    passed++;
    console.log(`ok      ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`failed  ${name}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

const bin = (name: string) => join(folder, 'node_modules', '.bin', name);
const inside = (...path: readonly string[]) => join(folder, ...path);

/** The content hashes of the assets that an app synthesises. */
function assetsOf(app: string, output: string): readonly string[] {
  run(bin('cdk'), ['synth', '--quiet', '--output', output], inside(app));
  return readdirSync(output)
    .filter((name) => name.startsWith('asset.'))
    .sort();
}

try {
  run('npm', ['pack', '--pack-destination', folder, '--silent'], root);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  writeFileSync(inside('package.json'), '{ "name": "stranger", "private": true }\n');

  check('the package alone installs without CDK, within 15 MB', () => {
    const alone = inside('alone');
    mkdirSync(alone);
    writeFileSync(join(alone, 'package.json'), '{ "name": "alone", "private": true }\n');
    run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', inside(tarball)], alone);
    expectEqual(
      readdirSync(join(alone, 'node_modules'))
        .filter((name) => !name.startsWith('.'))
        .sort(),
      ['bounce-ledger', 'jiti'],
      'installed packages',
    );
    const kilobytes = Number(run('du', ['-sk', 'node_modules'], alone).split('\t')[0]);
    if (kilobytes > 15 * 1024) throw new Error(`${kilobytes} KB`);
    run(join(alone, 'node_modules', '.bin', 'bounce-ledger'), ['classify', '550 5.1.1 User unknown'], alone);
    run('node', ['-e', "require('bounce-ledger/client'); require('bounce-ledger/config')"], alone);
    rmSync(alone, { recursive: true });
  });

  const dependencies = [
    inside(tarball),
    `aws-cdk-lib@${cdkVersion}`,
    'constructs@^10.4.0',
    'aws-cdk@2.1148.1',
    'typescript@~5.9.0',
    'tsx@^4.20.0',
    'jest@^30.0.0',
    'ts-jest@^29.4.0',
    '@types/jest@^30.0.0',
    '@types/node@^24.0.0',
    'publint@^0.3.0',
    '@arethetypeswrong/cli@^0.18.0',
  ];
  run('npm', ['install', '--no-audit', '--no-fund', ...dependencies], folder);

  check('publint has no finding', () => {
    run(bin('publint'), ['--strict', inside('node_modules', 'bounce-ledger')], folder);
  });
  check('the types resolve in every mode', () => {
    run(
      bin('attw'),
      [inside(tarball), '--format', 'ascii', '--exclude-entrypoints', './package.json'],
      folder,
    );
  });

  for (const example of ['cdk-app', 'existing-ses', 'two-lists-two-esps']) {
    cpSync(join(root, 'examples', example), inside(example), { recursive: true });
  }
  check('cdk-app type-checks', () => void run(bin('tsc'), ['--noEmit'], inside('cdk-app')));
  check('cdk-app passes its Jest test', () => void run(bin('jest'), [], inside('cdk-app')));
  check('existing-ses type-checks', () => void run(bin('tsc'), ['--noEmit'], inside('existing-ses')));

  for (const example of ['cdk-app', 'existing-ses', 'two-lists-two-esps']) {
    check(`${example} is synthesised`, () => {
      // No ESP of SES alone takes an API key, so there is nothing for the daily check of the webhooks.
      const absent = example === 'existing-ses' ? 1 : 0;
      const expected = functionNames.length - absent;
      expectEqual(assetsOf(example, inside(`${example}.out`)).length, expected, 'assets');
    });
  }
  check('assets have the same hashes in another folder', () => {
    cpSync(inside('existing-ses'), inside('elsewhere'), { recursive: true });
    expectEqual(
      assetsOf('elsewhere', inside('elsewhere.out')),
      assetsOf('existing-ses', inside('again.out')),
      'assets',
    );
  });

  for (const type of ['commonjs', 'module']) {
    check(`init writes an app that synthesises in a ${type} package`, () => {
      const app = inside(`init-${type}`);
      mkdirSync(app);
      writeFileSync(join(app, 'package.json'), `{ "name": "app", "private": true, "type": "${type}" }\n`);
      run(
        bin('bounce-ledger'),
        ['init', '--provider', 'ses', '--provider', 'sendgrid', '--list', 'news'],
        app,
      );
      expectEqual(
        assetsOf(`init-${type}`, inside(`init-${type}.out`)).length,
        functionNames.length,
        'assets',
      );
      run(bin('bounce-ledger'), ['codes', 'check'], app);
    });
  }
  check('the third-party notices name what is bundled', () => {
    const notices = readFileSync(
      inside('node_modules', 'bounce-ledger', 'dist', 'THIRD_PARTY_NOTICES.txt'),
      'utf8',
    );
    for (const name of ['valibot', '@smithy/signature-v4', 'commander']) {
      if (!notices.includes(name)) throw new Error(`${name} is missing`);
    }
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
