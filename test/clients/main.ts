/**
 * `npm run test:clients`: clients in Python and Go, generated from the OpenAPI document by openapi-python-client (PyPI)
 * and ogen (Go modules), built, and run against a local host. Their answers are compared with those of plain HTTP.
 * Needs Python 3.10 and Go 1.24; everything it installs is in `.cache/`.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '../../shared/api/openapi.ts';
import { deliverSendGrid, sendGridBounce, someone } from '../e2e/esp.ts';
import { LocalLedger } from '../e2e/ledger.ts';
import { installPythonTool } from '../python-tool.ts';
import { writeClosingLine } from '../running.ts';

const root = join(import.meta.dirname, '..', '..');
const OGEN = 'github.com/ogen-go/ogen/cmd/ogen@v1.25.0';
/** A run that hangs is a failure; a first one downloads modules. */
const TIMEOUT_MS = 10 * 60 * 1000;

interface Run {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Standard output of a program. @throws Error when it fails */
function run(program: string, args: readonly string[], { cwd, env }: Run): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: TIMEOUT_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return stdout;
  throw new Error(`${program} ${args[0]} failed: ${error?.message ?? ''}\n${stdout}${stderr}`);
}

interface Asked {
  readonly url: string;
  /** The last is no address. */
  readonly addresses: readonly string[];
  /** What plain HTTP answers. */
  readonly checked: unknown;
  readonly single: unknown;
  readonly invalid: unknown;
}

function askInPython(folder: string, document: string, asked: Asked): void {
  const generator = { package: 'openapi-python-client', version: '0.29.1' };
  const generate = installPythonTool(generator);
  const { status, stderr } = generate([
    ...['generate', '--path', document, '--meta', 'none'],
    ...['--output-path', join(folder, 'bounce_ledger')],
  ]);
  if (status !== 0) throw new Error(`openapi-python-client failed: ${stderr}`);
  const installed = join(root, '.cache', generator.package, generator.version);
  const program = join(import.meta.dirname, 'python', 'ask.py');
  const output = run('python3', [program, asked.url, ...asked.addresses], {
    cwd: folder,
    env: { PYTHONPATH: [folder, installed].join(':') },
  });
  // Python writes UTC as an offset (RFC 3339, 4.3).
  const { checked, single, invalid } = JSON.parse(output.replaceAll('+00:00"', 'Z"'));
  assert.deepEqual({ results: checked }, asked.checked);
  assert.deepEqual(single, asked.single);
  assert.deepEqual(invalid, asked.invalid);
}

function askInGo(folder: string, document: string, asked: Asked): void {
  const bin = join(root, '.cache', 'go-bin');
  const go = (...args: readonly string[]) =>
    run('go', args, { cwd: folder, env: { GOBIN: bin, GOFLAGS: '-mod=mod -buildvcs=false' } });
  mkdirSync(bin, { recursive: true });
  cpSync(join(import.meta.dirname, 'go'), folder, { recursive: true });
  writeFileSync(join(folder, 'go.mod'), 'module ask\n\ngo 1.24\n');
  go('install', OGEN);
  run(join(bin, 'ogen'), ['--config', 'ogen.yml', '--target', 'ledger', '--package', 'ledger', document], {
    cwd: folder,
  });
  go('mod', 'tidy');
  go('build', '-o', 'ask', '.');
  const { check, single } = JSON.parse(
    run(join(folder, 'ask'), [asked.url, ...asked.addresses], { cwd: folder }),
  );
  assert.deepEqual(check, asked.checked);
  assert.deepEqual(single, asked.single);
}

/** A ledger with a suppressed address, and what it answers to plain HTTP. */
async function ask(host: LocalLedger): Promise<Asked> {
  const gone = someone();
  await deliverSendGrid(await host.source('sendgrid'), JSON.stringify([sendGridBounce(gone)]));
  await host.drained();
  const addresses = [gone.address, 'a/b+c@fine.example', 'no address'];
  const get = async (address: string) =>
    (await host.get(`/v1/addresses/${encodeURIComponent(address)}`)).json();
  const response = await host.call('POST', '/v1/check', { addresses, list: 'newsletter' });
  return {
    url: host.url,
    addresses,
    checked: await response.json(),
    single: await get(gone.address),
    invalid: await get('no address'),
  };
}

const host = await LocalLedger.start();
const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-clients-'));
let passed = 0;
let failed = 0;
try {
  const asked = await ask(host);
  const document = join(folder, 'openapi.json');
  writeFileSync(document, JSON.stringify(openApiDocument()));
  for (const [language, askIn] of [
    ['Python', askInPython],
    ['Go', askInGo],
  ] as const) {
    const own = join(folder, language);
    mkdirSync(own);
    try {
      askIn(own, document, asked);
      passed++;
      console.log(`${language}: the generated client answers as plain HTTP does.`);
    } catch (error) {
      failed++;
      console.error(`${language}: ${error instanceof Error ? error.message : error}`);
    }
  }
} finally {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}
writeClosingLine({ passed, failed, skipped: 0, sound: failed === 0 });
process.exitCode = failed === 0 ? 0 : 1;
