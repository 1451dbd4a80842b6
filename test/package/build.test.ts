import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { functionNames } from '../../infra/function-code.ts';
import { StandInLedger } from '../client/stand-in-ledger.ts';

const root = join(import.meta.dirname, '..', '..');
let folder: string;

function node(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-package-'));
  node('infra/build/package.ts');
  node('test/package/fixtures/another-app.mjs', folder);
}, 180_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the published package is a construct in another CDK app, its functions bundled from it', () => {
  const { Resources } = v.parse(
    v.object({ Resources: v.record(v.string(), v.object({ Type: v.string() })) }),
    JSON.parse(readFileSync(join(folder, 'Theirs.template.json'), 'utf8')),
  );
  const types = Object.values(Resources).map(({ Type }) => Type);
  // No source of that app is kept in step with its ESP.
  const made = functionNames.filter((name) => name !== 'sync');
  expect(types.filter((type) => type === 'AWS::Lambda::Function')).toHaveLength(made.length);
  expect(types).toContain('AWS::DynamoDB::Table');

  const assets = readdirSync(folder).filter((name) => name.startsWith('asset.'));
  expect(assets).toHaveLength(made.length);
  for (const asset of assets) expect(readdirSync(join(folder, asset))).toContain('index.mjs');
});

test.each(['sender.mjs', 'sender.cjs'])(
  "the published client guards a sender's program: %s",
  async (program) => {
    const ledger = await StandInLedger.start();
    ledger.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(root, 'test', 'package', 'fixtures', program),
      ledger.url,
    ]);
    await ledger.stop();
    expect(JSON.parse(stdout)).toEqual({ to: ['ann@example.com'], withheld: true });
  },
);

test('the published command line serves the console from built files', async () => {
  const child = spawn(process.execPath, [
    join(root, 'dist', 'cli', 'main.js'),
    'console',
    '--url',
    'http://127.0.0.1:9',
    '--no-open',
  ]);
  try {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    await vi.waitFor(() => expect(output).toContain('#token='), { timeout: 10_000 });
    const origin = /(http:\/\/127\.0\.0\.1:\d+)\/#token/.exec(output)?.[1];
    for (const [path, file] of [
      ['/', 'index.html'],
      ['/app.js', 'app.js'],
      ['/app.css', 'app.css'],
    ] as const) {
      const answer = await fetch(`${origin}${path}`);
      expect(await answer.text()).toBe(readFileSync(join(root, 'dist', 'console', file), 'utf8'));
    }
  } finally {
    child.kill();
  }
});

test('the notices name what the console bundles', () => {
  const notices = readFileSync(join(root, 'dist', 'THIRD_PARTY_NOTICES.txt'), 'utf8');
  expect(notices).toMatch(/^preact \d/m);
  expect(notices).toMatch(/^uplot \d/m);
});

test("the published table client guards a sender's program", async () => {
  const program = join(root, 'test', 'package', 'fixtures', 'table-reader.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(JSON.parse(stdout)).toEqual({ outcome: 'unavailable', send: false });
});
