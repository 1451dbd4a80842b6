/** The continuous sync of a local host: a schedule that reads a list, and verdicts that reach another ESP. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { credentials } from '../../local/account.ts';
import { ledger as run } from '../cli/running.ts';
import { type FakeMailgun, startMailgun } from '../esp-api/fakes/mailgun.ts';
import { type FakeSes, startSes } from '../esp-api/fakes/ses.ts';
import { LocalLedger } from './ledger.ts';

let folder: string;
let mailgun: FakeMailgun;
let ses: FakeSes;
let host: LocalLedger;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-sync-'));
  const config = join(folder, 'ledger.config.mjs');
  writeFileSync(
    config,
    `export default { sources: {
      generic: 'generic',
      ses: { provider: 'ses', sync: { every: '1 day', push: ['complaint'], lift: true } },
      mailgun: { provider: 'mailgun', sync: { every: '1 day', push: ['hard-bounce', 'complaint'], lift: true } },
    } };`,
  );
  [mailgun, ses] = await Promise.all([startMailgun(), startSes()]);
  ses.accessKeys.add(credentials.accessKeyId);
  process.env.BOUNCE_LEDGER_API_URL_MAILGUN = mailgun.server.url;
  process.env.BOUNCE_LEDGER_API_URL_SES = ses.server.url;
  host = await LocalLedger.start(null, ['--empty', '--config', config]);
  const connected = await command(
    ['sources', 'connect', 'mailgun', '--api-key', '-', '--option', 'domains=mg.example.com'],
    ['--public-url', 'https://hooks.example.com', '--json'],
  );
  expect(connected, connected.stderr).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await host.stop();
  await Promise.all([mailgun.server.stop(), ses.server.stop()]);
  rmSync(folder, { recursive: true });
  delete process.env.BOUNCE_LEDGER_API_URL_MAILGUN;
  delete process.env.BOUNCE_LEDGER_API_URL_SES;
});

const command = (...args: readonly (readonly string[])[]) =>
  run(args.flat(), { input: mailgun.key, env: { LEDGER_URL: host.url } });

/** A mail that was complained about, as a sender of one's own reports it. */
async function complain(address: string): Promise<void> {
  const ran = await command(['trigger', 'generic', 'complaint', '--to', address, '--json']);
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
}

async function fireSchedule(source: string): Promise<{ readonly targets: readonly string[] } | undefined> {
  const schedules: { name: string; targets: string[] }[] = JSON.parse(
    await (await host.get('/_local/schedules')).text(),
  );
  const schedule = schedules.find(({ name }) => name.includes(`Every${source}`));
  await host.call('POST', `/_local/schedules/${schedule?.name}`, {});
  return schedule;
}

test('its schedule takes in what the ESP alone has, through a queue of its own', async () => {
  mailgun.seedSuppression?.('bounces', 'gone@shop.example', Date.UTC(2026, 4, 1));
  const schedule = await fireSchedule('mailgun');
  expect(schedule?.targets).toEqual([expect.stringMatching(/:sqs:.*Sync/)]);
  expect((await host.aws()).queueUrl).toMatch(/Intake/);
  await vi.waitFor(
    async () =>
      expect(await host.verdict('gone@shop.example')).toMatchObject({
        suppressed: true,
        since: '2026-05-01T00:00:00Z',
      }),
    { timeout: 30_000, interval: 250 },
  );
}, 60_000);

test('the list of Amazon SES is taken in by the role of the function, without an API key', async () => {
  ses.seedSuppression?.('suppressions', 'Gone-At-Ses@shop.example');
  await fireSchedule('ses');
  await vi.waitFor(
    async () => expect(await host.verdict('gone-at-ses@shop.example')).toMatchObject({ suppressed: true }),
    { timeout: 30_000, interval: 250 },
  );
  expect(ses.addressesOn?.('suppressions')).toEqual(['Gone-At-Ses@shop.example']);
}, 60_000);

test('a complaint to one source reaches the other ESPs, and a release lifts it there', async () => {
  await complain('angry@shop.example');
  await vi.waitFor(() => expect(mailgun.addressesOn?.('complaints')).toContain('angry@shop.example'), {
    timeout: 60_000,
    interval: 250,
  });
  const statement = ['--actor', 'ops', '--reason', 'asked', '--proof', 'ticket 4711'];
  await vi.waitFor(() => expect(ses.addressesOn?.('suppressions')).toContain('angry@shop.example'), {
    timeout: 60_000,
    interval: 250,
  });
  await command(['release', 'angry@shop.example', ...statement]);
  await vi.waitFor(
    () => {
      expect(mailgun.addressesOn?.('complaints')).not.toContain('angry@shop.example');
      expect(ses.addressesOn?.('suppressions')).not.toContain('angry@shop.example');
    },
    { timeout: 60_000, interval: 250 },
  );
  expect(mailgun.addressesOn?.('bounces')).toEqual(['gone@shop.example']);
  expect(mailgun.wipes).toEqual([]);
}, 130_000);
