/** `doctor` of a deployed stack: what it says of each part that can fail, and of a source's events. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { readActivity } from '../../cli/activity.ts';
import { runDoctor } from '../../cli/doctor/run.ts';
import { openTarget, type Target } from '../../cli/target/target.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { type FakeStack, healthy, REGION, STACK, startFakeStack } from './fake-stack.ts';

const URL_KEY = 'kkkkkkkkkkkkkkkkkkkkkk';
let stack: FakeStack;
let target: Target;
let choice: { readonly stack: string; readonly region: string; readonly config: string };
let folder: string;

beforeAll(async () => {
  stack = await startFakeStack();
  folder = mkdtempSync(join(tmpdir(), 'ledger-doctor-'));
  const config = join(folder, 'ledger.config.json');
  writeFileSync(config, JSON.stringify({ sources: { news: 'sendgrid' } }));
  vi.stubEnv('AWS_ENDPOINT_URL', stack.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  choice = { stack: STACK, region: REGION, config };
});
afterAll(() => {
  stack.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  stack.state = healthy();
  target = await openTarget(choice);
  stack.state.parameters['/ledger/sources/news'] = JSON.stringify({
    secrets: ['a-verification-key-of-sendgrid'],
    urlKeys: [URL_KEY],
  });
});

const doctor = (sources: readonly string[] = []) => runDoctor(target, { sources });
const only = (findings: readonly DoctorFinding[], check: string) =>
  findings.filter((finding) => finding.check === check);

/** An object of the archive that came so many minutes ago. */
function archived(minutesAgo: number): { readonly key: string; readonly at: Date } {
  const at = new Date(Math.floor((Date.now() - minutesAgo * 60_000) / 1_000) * 1_000);
  const [day = '', time = ''] = at.toISOString().split('T');
  const second = time.slice(0, 8).replaceAll(':', '');
  return { at, key: `raw/${day.replaceAll('-', '/')}/news/${second}-0123456789abcdef.jsonl.gz` };
}

describe('the stack', () => {
  test('that is well is checked in order, and nothing of it is changed', async () => {
    const findings = await doctor();
    expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'outputs ok',
      'api ok',
      'functions ok',
      'queue ok',
      'dead-letters ok',
      'alarms ok',
    ]);
    expect(only(findings, 'functions')[0]?.detail).toContain('2 functions');
    expect(stack.writes).toEqual([]);
  });

  test.each<[string, Partial<FakeStack['state']>, Partial<DoctorFinding>]>([
    [
      'a deployment that was rolled back halfway',
      { status: 'UPDATE_ROLLBACK_FAILED' },
      { check: 'outputs', status: 'problem', fix: 'Deploy it again: npx cdk deploy Mail' },
    ],
    ['a deployment under way', { status: 'UPDATE_IN_PROGRESS' }, { check: 'outputs', status: 'warning' }],
    ['an API that refuses the caller', { api: 403 }, { check: 'api', status: 'problem' }],
    ['an API that fails', { api: 500 }, { check: 'api', status: 'problem' }],
    [
      'a clock that is wrong',
      { clockMs: 120_000 },
      { check: 'clock', status: 'warning', detail: expect.stringContaining('behind') },
    ],
    [
      'a function that Lambda cannot run',
      { functions: { 'Mail-LedgerQueryFunction-4': { state: 'Failed' } } },
      {
        check: 'functions',
        status: 'problem',
        detail: 'Mail-LedgerQueryFunction-4: Failed: The KMS key is disabled.',
      },
    ],
    [
      'a function that is stopped',
      { functions: { 'Mail-LedgerWebhookFunction-1': { concurrency: 0 } } },
      { check: 'functions', status: 'problem', detail: expect.stringContaining('reserved concurrency is 0') },
    ],
    [
      'an event source that is disabled',
      { mappings: { 'a-mapping': 'Disabled' } },
      { check: 'functions', status: 'problem', fix: expect.stringContaining('--uuid a-mapping --enabled') },
    ],
    [
      'a queue that does not keep up',
      { waiting: 5_000, oldestSeconds: 1_200 },
      { check: 'queue', status: 'problem', detail: expect.stringContaining('1200 seconds') },
    ],
    ['many messages', { waiting: 20_000, oldestSeconds: null }, { check: 'queue', status: 'warning' }],
    [
      'dead letters',
      { dead: 2 },
      {
        check: 'dead-letters',
        status: 'problem',
        fix: 'bounce-ledger dlq list --stack Mail --region eu-west-1',
      },
    ],
    [
      'an alarm, with its entry in the runbook',
      {
        alarms: {
          'Mail-LedgerIntakeQueueIsLate': 'It is late. What to do: https://example.com/runbook.md#late',
        },
      },
      {
        check: 'alarms',
        status: 'problem',
        detail: 'Mail-LedgerIntakeQueueIsLate: It is late.',
        fix: 'https://example.com/runbook.md#late',
      },
    ],
  ])('%s is named, with what to do', async (_what, change, expected) => {
    Object.assign(stack.state, change);
    expect(await doctor()).toContainEqual(expect.objectContaining({ source: 'stack', ...expected }));
  });

  test.each([
    ['DescribeAlarms', 'alarms'],
    ['/2015-03-31/functions', 'functions'],
    ['GetQueueAttributes', 'queue'],
  ])('what the credentials may not do (%s) is skipped, and the rest is checked', async (denied, check) => {
    stack.state.denied = [denied];
    const findings = await doctor();
    expect(only(findings, check)).toMatchObject([
      { status: 'skipped', detail: expect.stringContaining('Not checked') },
    ]);
    expect(only(findings, 'api')).toMatchObject([{ status: 'ok' }]);
  });
});

describe('a source', () => {
  test('tells when its last event was accepted', async () => {
    const { key, at } = archived(90);
    stack.state.archive = [key];
    const words = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    expect(only(await doctor(['news']), 'last-event')).toMatchObject([
      { status: 'ok', detail: `The last event was accepted ${words}.` },
    ]);
  });

  test('without an event for a week is a warning', async () => {
    expect(only(await doctor(['news']), 'last-event')).toMatchObject([{ status: 'warning' }]);
  });

  test('whose webhooks are rejected since the last one was accepted is a problem', async () => {
    stack.state.archive = [archived(90).key];
    stack.state.rejections = [
      { source: 'news', detail: 'signature', count: 7, latest: archived(5).at },
      { source: 'other', detail: 'signature', count: 1, latest: archived(5).at },
    ];
    expect(only(await doctor(['news']), 'rejections')).toMatchObject([
      {
        status: 'problem',
        detail: expect.stringContaining('(signature: 7)'),
        fix: expect.stringContaining('bounce-ledger sources connect news --stack Mail'),
      },
    ]);
  });

  test('that was accepted again since is well', async () => {
    stack.state.archive = [archived(5).key];
    stack.state.rejections = [{ source: 'news', detail: 'signature', count: 7, latest: archived(90).at }];
    expect(only(await doctor(['news']), 'rejections')).toMatchObject([{ status: 'ok' }]);
  });

  test('is told the time of the last rejection in either form that CloudWatch Logs has', async () => {
    const latest = new Date(Math.floor(Date.now() / 1_000) * 1_000);
    stack.state.rejections = [{ source: 'news', detail: 'signature', count: 1, latest }];
    for (const timesAsText of [true, false]) {
      stack.state.timesAsText = timesAsText;
      expect((await target.rejections()).get('news')?.latestAt).toEqual(latest);
    }
  });

  test('whose log may not be read says which permission is missing', async () => {
    stack.state.denied = ['StartQuery'];
    expect(only(await doctor(['news']), 'rejections')).toMatchObject([
      { status: 'skipped', fix: expect.stringContaining('logs:StartQuery') },
    ]);
  });

  test('that was never deployed is a problem; one that was is none', async () => {
    expect(only(await doctor(['news']), 'deployed')).toEqual([]);
    stack.state.routes = ['newsletter'];
    target = await openTarget(choice);
    expect(only(await doctor(['news']), 'deployed')).toMatchObject([
      { status: 'problem', fix: 'Deploy the stack: npx cdk deploy' },
    ]);
  });

  test('without a secret is a problem with the command that makes one', async () => {
    stack.state.parameters = {};
    expect(only(await doctor(['news']), 'secret')).toMatchObject([
      {
        status: 'problem',
        fix: 'bounce-ledger sources rotate news --secret - --stack Mail --region eu-west-1',
      },
    ]);
  });

  test('shows last event and rejections where sources are listed', async () => {
    const { key, at } = archived(30);
    stack.state.archive = [key];
    stack.state.rejections = [{ source: 'news', detail: 'body', count: 2, latest: at }];
    expect((await readActivity(target, await target.sources())).get('news')).toEqual({
      lastEventAt: at,
      rejected: { body: 2 },
    });
    stack.state.denied = ['StartQuery', '/archive'];
    expect((await readActivity(target, await target.sources())).get('news')).toEqual({
      lastEventAt: null,
      rejected: null,
    });
  });

  describe('with an API key', () => {
    test.each([
      ['is right', 0, 'ok', ''],
      ['differs by two minutes', -120_000, 'warning', '120 seconds ahead'],
      ['differs by ten minutes', 600_000, 'problem', '600 seconds behind'],
    ])('compares the clocks: the ledger’s %s', async (_what, clockMs, status, says) => {
      const fake = await startSendgrid();
      try {
        vi.stubEnv('BOUNCE_LEDGER_API_URL_SENDGRID', fake.server.url);
        stack.state.clockMs = clockMs;
        stack.state.parameters['/ledger/api-keys/news'] = JSON.stringify({ apiKey: fake.key });
        const clocks = only(await doctor(['news']), 'clock').filter(({ source }) => source === 'news');
        expect(clocks).toMatchObject([{ status, detail: expect.stringContaining(says) }]);
      } finally {
        await fake.server.stop();
      }
    });

    test('whose webhook is right, while requests are rejected, looks for another account', async () => {
      const fake = await startSendgrid();
      try {
        vi.stubEnv('BOUNCE_LEDGER_API_URL_SENDGRID', fake.server.url);
        fake.seedWebhook?.({ url: `${stack.url}/v1/webhooks/news/${URL_KEY}` });
        const { id } = JSON.parse(JSON.stringify(fake.webhooks?.()[0]));
        const headers = { authorization: `Bearer ${fake.key}`, 'content-type': 'application/json' };
        const signed = await fetch(`${fake.server.url}/v3/user/webhooks/event/settings/signed/${id}`, {
          method: 'PATCH',
          headers,
          body: '{"enabled":true}',
        });
        const { public_key: key } = JSON.parse(await signed.text());
        stack.state.parameters['/ledger/sources/news'] = JSON.stringify({
          secrets: [key],
          urlKeys: [URL_KEY],
        });
        stack.state.parameters['/ledger/api-keys/news'] = JSON.stringify({ apiKey: fake.key });
        stack.state.rejections = [{ source: 'news', detail: 'signature', count: 3, latest: new Date() }];
        expect(only(await doctor(['news']), 'rejections')).toMatchObject([
          { status: 'problem', fix: expect.stringMatching(/another account.*sources rotate news --new-url/) },
        ]);
      } finally {
        await fake.server.stop();
      }
    });
  });
});
