import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LocalLedger } from './ledger.ts';

const start = fileURLToPath(new URL('../../local/start.mjs', import.meta.url));

test('a newcomer sees where it serves, what became of sample events, and what to try next', async () => {
  const child = spawn(process.execPath, [start, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  await expect.poll(() => shown, { timeout: 30_000 }).toContain('Ctrl-C ends it.');
  expect(shown).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+$/m);
  expect(shown).toMatch(/bounce@sendgrid\.example\s.*suppressed.*2001.*address-unknown/);
  expect(shown).toMatch(/@socketlabs\.example/);
  expect(shown).toMatch(/@ses\.example/);
  expect(shown).not.toContain('not accepted');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the samples are sent once: a restart on the same data finds them there', async () => {
  const folder = LocalLedger.temporaryFolder();
  const first = await LocalLedger.start(folder, []);
  const sample = 'bounce@sendgrid.example';
  await expect.poll(async () => (await first.verdict(sample)).suppressed, { timeout: 20_000 }).toBe(true);
  await first.drained();
  const { revision } = await first.verdict(sample);
  expect(await first.stop()).toBe(0);
  const second = await LocalLedger.start(folder, []);
  expect(await second.verdict(sample)).toMatchObject({ suppressed: true, revision });
  expect(await second.stop()).toBe(0);
  second.removeData();
});

test.each([
  [['--port', 'many'], /--port must be a number/],
  [['--prot', '3000'], /--prot/],
  [['--config', 'nowhere.config.ts', '--port', '0'], /nowhere\.config\.ts/],
])('%j is refused by name', (args, message) => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [start, ...args], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
});

test('a taken port is said to be taken', async () => {
  const host = await LocalLedger.start();
  const { port } = new URL(host.url);
  const { status, stderr } = spawnSync(process.execPath, [start, '--port', port, '--empty'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  await host.stop();
});
