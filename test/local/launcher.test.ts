import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = fileURLToPath(new URL('../../local/run.mjs', import.meta.url));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-test-'));
  writeFileSync(
    join(folder, 'entry.ts'),
    `const [how = ''] = process.argv.slice(2) as string[];
     if (how === 'wait') {
       process.on('SIGTERM', () => { console.log('told to end'); process.exit(5); });
       setInterval(() => {}, 1000);
     }
     console.log(JSON.stringify({ args: process.argv.slice(2), major: Number(process.versions.node.split('.')[0]) }));
     if (how === 'exit') process.exit(7);`,
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('runs an entry in TypeScript on Node 24, with nothing of its own on standard output', () => {
  const { stdout, status } = spawnSync(
    process.execPath,
    [run, join(folder, 'entry.ts'), 'exit', '--data', 'x'],
    {
      encoding: 'utf8',
    },
  );
  expect(JSON.parse(stdout)).toEqual({ args: ['exit', '--data', 'x'], major: 24 });
  expect(status).toBe(7);
});

test('asks for an entry when it gets none', () => {
  const { stderr, status } = spawnSync(process.execPath, [run], { encoding: 'utf8' });
  expect(stderr).toContain('run.mjs ENTRY.ts');
  expect(status).toBe(2);
});

test('isRetryable signals on, and the exit code back', async () => {
  const child = spawn(process.execPath, [run, join(folder, 'entry.ts'), 'wait'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(createInterface(child.stdout), 'line');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([5, null]);
});

test.skipIf(process.platform === 'win32')('ends when the npm that started it is killed', async () => {
  // What npm does: a shell that runs the script, the script's name in the environment.
  const npm = `
    const { spawn } = require('node:child_process');
    spawn('sh', ['-c', '"$0" "$1" "$2" wait; true', ...process.argv.slice(1)], {
      stdio: 'inherit', env: { ...process.env, npm_lifecycle_event: 'start' } });`;
  const child = spawn(process.execPath, ['-e', npm, process.execPath, run, join(folder, 'entry.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  await once(lines, 'line');
  // The watch begins before the entry runs; killing npm leaves the shell and the entry behind.
  child.kill('SIGKILL');
  expect(await once(lines, 'line')).toEqual(['told to end']);
});
