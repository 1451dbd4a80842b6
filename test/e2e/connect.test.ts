/** `sources connect` and `doctor` against a fake of SendGrid's API and a local host. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ledger as run } from '../cli/running.ts';
import { startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { withCommands } from './commands.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const fake = await startSendgrid();
fake.seedWebhook?.({ url: 'https://crm.example.com/hook', events: ['open'] });
// The functions of the host call it, too.
process.env.BOUNCE_LEDGER_API_URL_SENDGRID = fake.server.url;
const { host, asked, trigger } = withCommands();
afterAll(() => fake.server.stop());

const PUBLIC = ['--public-url', 'https://hooks.example.com'];

/** A loopback URL is none that SendGrid takes: a proxy stands in front. */
const command = (args: readonly string[], input = '') =>
  run(args[1] === 'rotate' ? args : [...args, ...PUBLIC], {
    input,
    env: { LEDGER_URL: host().url, BOUNCE_LEDGER_API_URL_SENDGRID: fake.server.url },
  });

const findingsOf = async (): Promise<ReadonlyMap<string, string>> => {
  const { stdout } = await command(['doctor', 'sendgrid', '--json']);
  const findings: ReadonlyArray<{ check: string; status: string }> = JSON.parse(stdout);
  return new Map(findings.map(({ check, status }) => [check, status]));
};

/** Changes the source's webhook in SendGrid's console. */
async function changeWebhook(fields: object): Promise<void> {
  const { id } = v.parse(v.object({ id: v.string() }), fake.webhooks?.()[1]);
  await fetch(`${fake.server.url}/v3/user/webhooks/event/settings/${id}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${fake.key}`, 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
}

describe('sources connect', () => {
  test('without an API key says which one it needs, with the least permissions', async () => {
    const { code, stderr } = await command(['sources', 'connect', 'sendgrid']);
    expect(code).toBe(2);
    expect(stderr).toContain('--api-key -');
    expect(stderr).toContain('user.webhooks.event.settings.update');
  });

  test('with --dry-run shows the changes and makes none', async () => {
    const { code, stdout } = await command(
      ['sources', 'connect', 'sendgrid', '--api-key', '-', '--dry-run'],
      fake.key,
    );
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/create .*webhook/);
    expect(fake.webhooks?.()).toHaveLength(1);
  });

  test('creates the webhook, stores key and signing key, and changes nothing when repeated', async () => {
    const first = await command(['sources', 'connect', 'sendgrid', '--api-key', '-', '--json'], fake.key);
    expect(first, first.stderr).toMatchObject({ code: 0 });
    expect(fake.webhooks?.()).toHaveLength(2);
    expect(fake.webhooks?.()[0]).toMatchObject({ url: 'https://crm.example.com/hook' });
    const again = await command(['sources', 'connect', 'sendgrid', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ changes: [] });
    for (const { stdout, stderr } of [first, again]) expect(stdout + stderr).not.toContain(fake.key);
  });
});

describe('doctor', () => {
  test('finds nothing wrong with a connected source', async () => {
    const findings = await findingsOf();
    for (const check of [
      'secret',
      'api-key',
      'webhook-url',
      'webhook-enabled',
      'webhook-events',
      'signing',
      'signing-key',
    ]) {
      expect([check, findings.get(check)]).toEqual([check, 'ok']);
    }
  });

  test('names a webhook that the ESP has switched off, and exits with 1', async () => {
    await changeWebhook({ enabled: false });
    expect((await findingsOf()).get('webhook-enabled')).toBe('problem');
    expect((await command(['doctor', 'sendgrid'])).code).toBe(1);
    await command(['sources', 'connect', 'sendgrid', '--json']);
    expect((await findingsOf()).get('webhook-enabled')).toBe('ok');
  });

  test('names a signing key that is not the one of the ledger', async () => {
    await command(['sources', 'rotate', 'sendgrid', '--secret', 'another-verification-key']);
    await command(['sources', 'rotate', 'sendgrid', '--finish']);
    expect((await findingsOf()).get('signing-key')).toBe('problem');
    await command(['sources', 'connect', 'sendgrid', '--json']);
    expect((await findingsOf()).get('signing-key')).toBe('ok');
  });

  test('of a source without an API key says what it could not check', async () => {
    const { stdout, code } = await command(['doctor', 'postmark', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ source: 'postmark', check: 'webhook', status: 'skipped' }),
    );
  });
});

describe('sources list', () => {
  test('shows when the last event was accepted, and what was rejected', async () => {
    const begin = Date.now();
    await trigger('postmark', 'hard-bounce');
    const { url } = await host().source('postmark');
    const forged = await fetch(url, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    });
    expect(forged.status).toBe(401);
    const listed = v.parse(
      v.array(
        v.object({
          source: v.string(),
          lastEventAt: v.nullable(v.string()),
          rejected: v.nullable(v.record(v.string(), v.number())),
        }),
      ),
      await asked(0, 'sources', 'list'),
    );
    const of = (name: string) => listed.find(({ source }) => source === name);
    expect(Date.parse(of('postmark')?.lastEventAt ?? '')).toBeGreaterThanOrEqual(begin - 1_000);
    expect(Object.values(of('postmark')?.rejected ?? {})).toEqual([1]);
    expect(of('mailgun')).toMatchObject({ lastEventAt: null, rejected: {} });
  });
});

describe('the daily check in the stack', () => {
  const outcome = v.tuple([
    v.object({ ok: v.literal(true), payload: v.object({ checked: v.number(), problems: v.number() }) }),
  ]);
  const fire = async () => {
    const fired = await fetch(`${host().url}/_local/schedules/LedgerDoctorSchedule`, { method: 'POST' });
    return v.parse(outcome, await fired.json())[0].payload;
  };
  const logOf = () => {
    const folder = `${host().folder}/logs`;
    const name = readdirSync(folder).find((file) => file.startsWith('LedgerDoctor')) ?? '';
    return readFileSync(`${folder}/${name}`, 'utf8');
  };

  test('checks the sources that have an API key, and counts what is wrong for the alarm', async () => {
    // The webhook is at a proxy of which this stack does not know.
    expect(await fire()).toEqual({ checked: 1, problems: 1 });
    const line = logOf()
      .split('\n')
      .find((one) => one.includes('DoctorProblems'));
    expect(JSON.parse(line ?? '')).toMatchObject({ DoctorProblems: 1, problems: ['sendgrid: webhook-url'] });
  });

  test('finds nothing once the webhook is as it should be', async () => {
    const { url } = await host().source('sendgrid');
    await changeWebhook({ url });
    expect(await fire()).toEqual({ checked: 1, problems: 0 });
    await changeWebhook({ url: url.replace(host().url, 'https://hooks.example.com') });
  });

  test('writes no key into its log', () => {
    expect(logOf()).not.toContain(fake.key);
  });
});

const doctorSchema = v.object({
  findings: v.array(v.object({ source: v.string(), check: v.string(), status: v.string() })),
});

describe('the console over a connected source', () => {
  let child: ChildProcess;
  let origin: string;
  let token: string;
  beforeAll(async () => {
    fake.seedSuppression?.('bounces', 'gone@shop.example');
    child = spawn(process.execPath, [main, 'console', '--url', host().url, '--no-open'], {
      env: { ...process.env, BOUNCE_LEDGER_API_URL_SENDGRID: fake.server.url },
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    const found = await vi.waitFor(
      () => {
        const link = /(http:\/\/127\.0\.0\.1:\d+)\/#token=(\S+)/.exec(output);
        if (link === null) throw new Error(`No link yet: ${output}`);
        return link;
      },
      { timeout: 15_000 },
    );
    [, origin = '', token = ''] = found;
  });
  afterAll(() => child.kill());

  const ask = async (path: string): Promise<unknown> =>
    (await fetch(`${origin}${path}`, { headers: { 'x-console-token': token } })).json();

  test("shows what each ESP's own list says of an address", async () => {
    expect(await ask('/_console/esp?address=gone%40shop.example')).toEqual({
      listings: expect.arrayContaining([
        expect.objectContaining({ source: 'sendgrid', list: 'bounces', listed: true, error: null }),
      ]),
    });
    expect(await ask('/_console/esp?address=ann%40shop.example')).toEqual({
      listings: expect.arrayContaining([
        expect.objectContaining({ source: 'sendgrid', listed: false, error: null }),
      ]),
    });
  });

  test('shows the findings of doctor', async () => {
    const { findings } = v.parse(doctorSchema, await ask('/_console/doctor'));
    const statusOf = (source: string, check: string) =>
      findings.find((finding) => finding.source === source && finding.check === check)?.status;
    expect(statusOf('stack', 'queue')).toBe('ok');
    expect(statusOf('postmark', 'secret')).toBe('ok');
    expect(statusOf('sendgrid', 'api-key')).toBe('ok');
    // Without --public-url: the ESP's webhook is at the proxy's URL.
    expect(statusOf('sendgrid', 'webhook-url')).toBe('problem');
  });
});
