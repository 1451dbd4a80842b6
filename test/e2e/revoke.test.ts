/** One leaked secret, and the command that undoes what its holder did. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledger as run } from '../cli/running.ts';
import { deliverSendGrid, sendGridBounce } from './esp.ts';
import { LocalLedger } from './ledger.ts';

let folder: string;
let host: LocalLedger;
beforeAll(async () => {
  folder = LocalLedger.temporaryFolder();
  host = await LocalLedger.start(folder);
});
afterAll(async () => {
  await host.stop();
  host.removeData();
});

/** What the holder of the secret reports, and what another source does. */
const victims = ['one@shop.example', 'two@shop.example', 'three@shop.example'];
const rightly = 'gone@shop.example';

const at = Date.now() - 86_400_000;

async function send(...addresses: readonly string[]): Promise<void> {
  const events = addresses.map((address) => sendGridBounce({ address, id: `id-${address}`, at }));
  expect((await deliverSendGrid(await host.source('sendgrid'), JSON.stringify(events))).status).toBe(200);
  await host.drained();
}

async function asked(code: number, ...args: readonly string[]): Promise<Record<string, unknown>> {
  const ran = await run([...args, '--json'], { env: { LEDGER_URL: host.url } });
  expect(ran, ran.stderr).toMatchObject({ code });
  return JSON.parse(ran.stdout);
}

const isSuppressed = async (address: string) => (await host.verdict(address, '?consistent=true')).suppressed;
const who = ['--actor', 'ops', '--reason', 'its secret leaked'];
const revoke = (...args: readonly string[]) => asked(0, 'sources', 'revoke', 'sendgrid', ...args);

test('a dry run counts, the real one retracts, a restart and a replay bring nothing back', async () => {
  await send(rightly);
  // Spans are in whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  const since = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  await send(...victims);
  await asked(0, 'trigger', 'mailgun', 'complained', '--to', 'one@shop.example');
  await host.drained();
  for (const address of [rightly, ...victims]) expect(await isSuppressed(address)).toBe(true);

  expect(await revoke('--since', since, '--dry-run')).toMatchObject({
    source: 'sendgrid',
    events: 3,
    addresses: 3,
    known: 3,
    released: 2,
    suppressed: 0,
    sent: 0,
  });
  for (const address of victims) expect(await isSuppressed(address)).toBe(true);

  const undecided = await run(['sources', 'revoke', 'sendgrid', '--since', since], {
    env: { LEDGER_URL: host.url },
  });
  expect(undecided).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing was changed.') });
  expect(await isSuppressed('two@shop.example')).toBe(true);

  const until = new Date(Math.ceil(Date.now() / 1_000) * 1_000).toISOString();
  expect(await revoke('--since', since, '--until', until, ...who)).toMatchObject({ released: 2, sent: 1 });
  await host.drained();
  const expectReleased = async () => {
    expect(await isSuppressed('two@shop.example')).toBe(false);
    expect(await isSuppressed('three@shop.example')).toBe(false);
    expect(await host.verdict('one@shop.example')).toMatchObject({ suppressed: true, reason: 'complaint' });
    expect(await isSuppressed(rightly)).toBe(true);
  };
  await expectReleased();

  const { revision } = await host.verdict('two@shop.example', '?consistent=true');
  await host.kill();
  host = await LocalLedger.start(folder);
  expect(await revoke('--since', since, '--until', until, ...who)).toMatchObject({ released: 0, sent: 1 });
  await host.drained();
  expect((await host.verdict('two@shop.example', '?consistent=true')).revision).toBe(revision);

  await asked(0, 'replay', '--since', '1d');
  await host.drained();
  await expectReleased();
  // The ESP sends its event again, long after: the id is known to say nothing.
  await send('two@shop.example');
  expect(await isSuppressed('two@shop.example')).toBe(false);
});
