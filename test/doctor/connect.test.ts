/** `sources connect` of every ESP, from the command's own entry: what it refuses, what it leaves half done, what completes it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runDoctor } from '../../cli/doctor/run.ts';
import { connect } from '../../cli/esp/connect.ts';
import { openTarget } from '../../cli/target/target.ts';
import { apiUrlVariable } from '../../shared/esp-api/base-url.ts';
import type { FakeEsp } from '../esp-api/fake-esp.ts';
import { startMailersend } from '../esp-api/fakes/mailersend.ts';
import { startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { esps, wrongKeyOf } from './esps.ts';
import { type FakeStack, healthy, REGION, STACK, startFakeStack } from './fake-stack.ts';

/** A wait that no client makes: the call fails at once. */
const LIMITED = { status: 429, json: { message: 'Too many requests' }, headers: { 'retry-after': '3600' } };
const HTML = { status: 200, text: '<html>Log in</html>', headers: { 'content-type': 'text/html' } };

let stack: FakeStack;
let folder: string;
let choice: { readonly stack: string; readonly region: string; readonly config: string };
let printed: string[] = [];

beforeAll(async () => {
  stack = await startFakeStack();
  folder = mkdtempSync(join(tmpdir(), 'ledger-connect-'));
  const config = join(folder, 'ledger.config.json');
  writeFileSync(config, JSON.stringify({ sources: Object.fromEntries(esps.map(([name]) => [name, name])) }));
  choice = { stack: STACK, region: REGION, config };
  vi.stubEnv('AWS_ENDPOINT_URL', stack.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(() => {
  stack.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe.each(esps)('%s', (name, start) => {
  let fake: FakeEsp;
  beforeEach(async () => {
    stack.state = { ...healthy(), routes: [name.replaceAll('-', '')] };
    stack.state.publicUrl = 'https://abc.execute-api.eu-west-1.amazonaws.com';
    fake = await start();
    vi.stubEnv(apiUrlVariable(name), fake.server.url);
    printed = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await fake.server.stop();
  });

  const option = () => Object.entries(fake.options ?? {}).map(([key, value]) => `${key}=${value}`);
  const run = async (more: { readonly apiKey?: string; readonly dryRun?: boolean } = {}) => {
    printed = [];
    await connect(name, {
      ...choice,
      publicUrl: stack.state.publicUrl,
      json: true,
      option: option(),
      apiKey: fake.key,
      ...more,
    });
    return JSON.parse(printed.join(''));
  };
  const webhooks = () => JSON.stringify(fake.webhooks?.());
  const problems = async () => {
    const target = await openTarget(choice);
    const findings = await runDoctor(target, { sources: [name], publicUrl: stack.state.publicUrl });
    return findings.filter(({ source, status }) => source === name && status === 'problem');
  };

  test('shows its changes without making one, makes them, and has none the second time', async () => {
    const before = webhooks();
    const plan = await run({ dryRun: true });
    expect(webhooks()).toBe(before);
    expect(stack.state.parameters).toEqual({});
    const first = await run();
    expect(first.changes.map(({ target }: { target: string }) => target)).toEqual(
      plan.changes.map(({ target }: { target: string }) => target),
    );
    expect((await run({ apiKey: undefined as never })).changes).toEqual([]);
    expect(printed.join('')).not.toContain(fake.key);
  });

  test('is well by doctor afterwards', async () => {
    const { changes, findings } = await run();
    if (changes.length === 0) return;
    fake.settle?.();
    // A key that only the console shows is the operator's to copy; both commands say so.
    const isLeft = findings.some(({ check }: { check: string }) => check === 'signing-key');
    expect((await problems()).map(({ check }) => check)).toEqual(isLeft ? ['secret'] : []);
  });

  test('moves the webhook when the URL is rotated, and makes no second one', async () => {
    const { changes } = await run();
    if (!changes.some(({ action }: { action: string }) => action === 'create')) return;
    const parameter = `/ledger/sources/${name}`;
    const live = JSON.parse(stack.state.parameters[parameter] ?? '');
    const urlKeys = ['nnnnnnnnnnnnnnnnnnnnnn', ...live.urlKeys];
    stack.state.parameters[parameter] = JSON.stringify({ ...live, urlKeys });
    const count = fake.webhooks?.().length;
    const rotated = await run();
    expect(rotated.changes.map(({ action }: { action: string }) => action)).not.toContain('create');
    expect(fake.webhooks?.()).toHaveLength(count ?? 0);
    expect((await run()).changes).toEqual([]);
  });

  test('refuses a wrong key, keeps nothing of it, and prints it nowhere', async () => {
    const apiKey = wrongKeyOf(name);
    const before = webhooks();
    const error = await run({ apiKey }).catch((reason: Error) => reason);
    expect(error).toBeInstanceOf(Error);
    for (const part of apiKey.split(':')) expect(`${error.message} ${error.stack}`).not.toContain(part);
    expect(Object.keys(stack.state.parameters).filter((key) => key.includes('api-keys'))).toEqual([]);
    expect(webhooks()).toBe(before);
  });

  test.each([
    ['the ESP limits the rate', LIMITED, /limits the rate/],
    ['a proxy answers with a page', HTML, /not JSON/],
  ])('is completed by a second run when %s in the middle', async (_, does, says) => {
    await run();
    const calls = fake.server.exchanges.length;
    await fake.server.stop();
    stack.state.parameters = {};
    fake = await start();
    vi.stubEnv(apiUrlVariable(name), fake.server.url);
    fake.server.inject({ after: Math.ceil(calls / 2), times: 99, does });
    const error = await run().catch((reason: Error) => reason);
    if (error instanceof Error) {
      expect(error.message).toMatch(says);
      expect(error.message).not.toContain(fake.key);
    }
    fake.server.reset();
    await run();
    expect((await run()).changes).toEqual([]);
    expect(fake.wipes).toEqual([]);
  });
});

describe('the test event', () => {
  test('is sent once everything is set up, and waited for until it is archived', async () => {
    stack.state = healthy();
    const fake = await startSendgrid();
    vi.stubEnv(apiUrlVariable('sendgrid'), fake.server.url);
    const written: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const isSent = () => fake.server.exchanges.some(({ request }) => request.path.endsWith('/event/test'));
    const arriving = setInterval(() => {
      const [day = '', time = ''] = new Date().toISOString().split('T');
      const key = `raw/${day.replaceAll('-', '/')}/sendgrid/${time.slice(0, 8).replaceAll(':', '')}-0123456789abcdef.jsonl.gz`;
      if (isSent() && stack.state.archive.length === 0) stack.state.archive = [key];
    }, 20);
    try {
      await connect('sendgrid', { ...choice, publicUrl: 'https://hooks.example.com', apiKey: fake.key });
      expect(written.join('')).toContain('The test event has arrived.');
      expect(written.join('')).not.toContain(fake.key);
    } finally {
      clearInterval(arriving);
      vi.restoreAllMocks();
      await fake.server.stop();
    }
  });
});

test('an ESP with a key for each domain is refused more domains than a source has keys, before anything is changed', async () => {
  stack.state = healthy();
  const fake = await startMailersend();
  vi.stubEnv(apiUrlVariable('mailersend'), fake.server.url);
  const before = JSON.stringify(fake.webhooks?.());
  await expect(
    connect('mailersend', {
      ...choice,
      publicUrl: 'https://hooks.example.com',
      apiKey: fake.key,
      option: ['domains=yv69oxl5kl785kw2,yv69oxl5kl785kw3,yv69oxl5kl785kw4'],
    }),
  ).rejects.toThrow(/key for each domain.*Make a source for each of the 3/);
  expect(JSON.stringify(fake.webhooks?.())).toBe(before);
  await fake.server.stop();
});
