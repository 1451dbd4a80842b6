/** `sources connect` and `doctor` against a fake of SendGrid's API and a local host. */
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledger as run } from '../cli/running.ts';
import { type FakeSendgrid, startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { withCommands } from './commands.ts';

const { host } = withCommands();
let fake: FakeSendgrid;
beforeAll(async () => {
  fake = await startSendgrid();
  fake.seedWebhook?.({ url: 'https://crm.example.com/hook', events: ['open'] });
});
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
    const { id } = v.parse(v.object({ id: v.string() }), fake.webhooks?.()[1]);
    await fetch(`${fake.server.url}/v3/user/webhooks/event/settings/${id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${fake.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ enabled: false }),
    });
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
