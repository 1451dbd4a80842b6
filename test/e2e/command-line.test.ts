import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAST_REPLAY } from '../../cli/edition.ts';
import { getObject, listObjects } from '../../shared/aws/archive.ts';
import type { AwsConnection } from '../../shared/aws/connection.ts';
import { sendMessage } from '../../shared/aws/queue.ts';
import { ledger as run } from '../cli/running.ts';
import { LocalLedger } from './ledger.ts';

let host: LocalLedger;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-cli-'));
  host = await LocalLedger.start(LocalLedger.temporaryFolder());
});
afterAll(async () => {
  await host.stop();
  host.removeData();
  rmSync(folder, { recursive: true });
});

const ledger = (...args: readonly string[]) => run(args, { env: { LEDGER_URL: host.url } });

/** A command's answer for programs; its exit code must be the one expected. */
async function asked(code: number, ...args: readonly string[]): Promise<unknown> {
  const ran = await ledger(...args, '--json');
  expect(ran, ran.stderr).toMatchObject({ code });
  return JSON.parse(ran.stdout);
}

async function trigger(...args: readonly string[]): Promise<unknown> {
  const answer = await asked(0, 'trigger', ...args);
  await host.drained();
  return answer;
}

function fileOf(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('an event, from its ESP to an answer', () => {
  test('trigger sends it signed; check and explain tell what it did', async () => {
    expect(await trigger('sendgrid', 'bounce', '--to', 'gone@shop.example')).toMatchObject({
      sent: 1,
      accepted: 1,
    });

    const table = await ledger('check', 'gone@shop.example', 'fine@shop.example');
    expect(table.code).toBe(10);
    expect(table.stdout).toMatch(
      /^gone@shop\.example +suppressed +every list .* no end +2001 +address-unknown$/m,
    );
    expect(table.stdout).toMatch(/^fine@shop\.example +free/m);
    expect(table.stdout).not.toContain('\u001b');

    const told = await ledger('explain', 'gone@shop.example');
    expect(told.code).toBe(10);
    for (const fact of [
      'why        address-unknown',
      'code       2001',
      'reply      550 5.1.1',
      'sendgrid',
    ]) {
      expect(told.stdout).toContain(fact);
    }
  });

  test('check reads addresses from standard input, and answers in order', async () => {
    const input = 'fine@shop.example\n\ngone@shop.example\nnobody\n';
    const ran = await run(['check', '-', '--json'], { input, env: { LEDGER_URL: host.url } });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.stdout)).toMatchObject([
      { address: 'fine@shop.example', suppressed: false },
      { address: 'gone@shop.example', suppressed: true },
      { address: 'nobody', error: expect.any(String) },
    ]);
    expect(await ledger('check', 'fine@shop.example')).toMatchObject({ code: 0 });
  });

  test('many, twice and in disorder, count once', async () => {
    const sent = await trigger(
      'mailgun',
      'permanent-failure',
      '--to',
      'often@shop.example',
      '--count',
      '3',
      '--duplicate',
      '--shuffle',
    );
    expect(sent).toMatchObject({ sent: 6, accepted: 6 });
    const answer = await host.verdict('often@shop.example');
    expect(answer.evidence).toHaveLength(3);
  });

  test('signed with another secret it is refused, and said so', async () => {
    expect(await asked(2, 'trigger', 'mailgun', 'permanent-failure', '--secret', 'wrong')).toMatchObject({
      accepted: 0,
      statuses: { 401: 1 },
    });
  });
});

describe('by hand', () => {
  const who = ['--actor', 'support', '--reason', 'asked by letter'];

  test('suppress and release leave who and why in the evidence', async () => {
    expect(await asked(0, 'suppress', 'pat@shop.example', ...who)).toMatchObject({
      suppressed: true,
      reason: 'manual',
    });
    const released = await ledger('release', 'pat@shop.example', ...who);
    expect(released.code).toBe(0);
    expect(released.stdout).toContain('support: asked by letter');
  });

  test('a complaint needs a proof', async () => {
    await trigger('sendgrid', 'spam-report', '--to', 'angry@shop.example');
    const refused = await ledger('release', 'angry@shop.example', ...who);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('proof') });
    expect(await asked(0, 'release', 'angry@shop.example', ...who, '--proof', 'ticket 4711')).toMatchObject({
      suppressed: false,
    });
  });
});

describe('import and export', () => {
  test("an ESP's list comes in by its events: a block suppresses nobody, a bad row is named", async () => {
    const file = fileOf(
      'bounces.csv',
      [
        'status,reason,email,created',
        '5.1.1,"550 5.1.1 user unknown, sorry",in-1@shop.example,1777636800',
        '5.7.1,"550 5.7.1 blocked, see https://www.spamhaus.org/",in-2@shop.example,1777636800',
        '5.1.1,550 5.1.1 user unknown,nobody,1777636800',
      ].join('\n'),
    );
    expect(await asked(2, 'import', file, '--all-or-nothing')).toMatchObject({
      taken: 0,
      bad: [{ line: 4 }],
    });
    expect(await host.verdict('in-1@shop.example', '?consistent=true')).toMatchObject({ revision: 0 });

    expect(await asked(2, 'import', file)).toMatchObject({ format: 'sendgrid-bounces', rows: 3, taken: 2 });
    await host.drained();
    expect(await host.verdict('in-1@shop.example')).toMatchObject({
      suppressed: true,
      reason: 'address-unknown',
      since: '2026-05-01T12:00:00Z',
    });
    expect(await host.verdict('in-2@shop.example')).toMatchObject({ suppressed: false });
  });

  test('taking a file in twice changes nothing', async () => {
    const file = fileOf('ses.csv', 'twice@shop.example,COMPLAINT,2026-05-01T12:00:00Z\n');
    await asked(0, 'import', file);
    await host.drained();
    const { revision } = await host.verdict('twice@shop.example');
    await asked(0, 'import', file);
    await host.drained();
    expect(await host.verdict('twice@shop.example')).toMatchObject({ reason: 'complaint', revision });
  });

  test('a list of decisions that is taken in twice is decided once', async () => {
    const file = fileOf('decided.txt', 'Email\ndecided@shop.example\n');
    const who = ['--actor', 'legal', '--reason', 'letters of May'];
    expect(await asked(0, 'import', file, ...who)).toMatchObject({ format: 'addresses', taken: 1 });
    expect(await asked(0, 'import', file, ...who)).toMatchObject({ taken: 1 });
    const { reason, evidence } = await host.verdict('decided@shop.example', '?consistent=true');
    expect({ reason, acts: evidence.length }).toEqual({ reason: 'manual', acts: 1 });
  });

  test('what is exported reads back', async () => {
    const exported = await ledger('export');
    expect(exported.code).toBe(0);
    expect(exported.stdout).toMatch(
      /^in-1@shop\.example,\*,address-unknown,2001,[^,]+,2026-05-01T12:00:00Z,$/m,
    );
    const file = fileOf('export.csv', exported.stdout);
    expect(await asked(0, 'import', file, '--dry-run', '--actor', 'x', '--reason', 'y')).toMatchObject({
      format: 'ledger',
      rows: exported.stdout.trimEnd().split('\n').length - 1,
      bad: [],
    });
  });

  test('for SES, a complaint is a COMPLAINT and everything else a BOUNCE', async () => {
    const { stdout } = await ledger('export', '--format', 'ses');
    expect(stdout).toContain('twice@shop.example,COMPLAINT\n');
    expect(stdout).toContain('in-1@shop.example,BOUNCE\n');
  });
});

describe('the archive', () => {
  test('a dry replay counts, and a real one changes no verdict', async () => {
    const counted = await asked(0, 'replay', '--since', '1d', '--dry-run');
    expect(counted).toMatchObject({ sent: 0, messages: expect.any(Number) });
    const before = await host.verdict('gone@shop.example');
    const replayed = await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid');
    expect(replayed).toMatchObject({ tooLarge: 0 });
    await host.drained();
    const after = await host.verdict('gone@shop.example');
    expect({ ...after, revision: 0 }).toEqual({ ...before, revision: 0 });
  });

  test('a second replay outdoes the first, however soon it comes', async () => {
    const { bucket } = await host.aws();
    const edition = async () =>
      JSON.parse(String(await getObject(await connect(), bucket, LAST_REPLAY))).edition;
    await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid');
    const first = await edition();
    await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid', '--dry-run');
    expect(await edition()).toBe(first);
    await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid');
    expect(await edition()).toBe(first + 1);
  });

  test('policy simulate says who would change, and changes nobody', async () => {
    const config = fileOf(
      'changed.config.ts',
      `export default { sources: { sendgrid: 'sendgrid' }, policy: { causes: { complaint: null } } };`,
    );
    const compared = await asked(0, 'policy', 'simulate', '--config', config, '--since', '1d');
    expect(compared).toMatchObject({ suppressed: 0, altered: 0 });
    expect(compared).toHaveProperty(
      'examples',
      expect.arrayContaining([
        expect.objectContaining({ address: 'twice@shop.example', change: 'released' }),
      ]),
    );
    expect(await host.verdict('twice@shop.example')).toMatchObject({ suppressed: true });
  });

  test('codes diff finds nothing where no rule has changed', async () => {
    const baseline = join(folder, 'baseline.json');
    expect(await ledger('codes', 'diff', '--save', baseline, '--since', '1d')).toMatchObject({ code: 0 });
    expect(await asked(0, 'codes', 'diff', '--baseline', baseline, '--since', '1d')).toMatchObject({
      failures: expect.any(Number),
      changes: [],
    });
  });

  test('erase takes an address out of the table, the archive and the audit trail, and leaves its neighbours', async () => {
    await asked(0, 'suppress', 'forget@shop.example', '--actor', 'a', '--reason', 'r');
    const input = fileOf('both.csv', 'forget@shop.example,COMPLAINT\nkeep@shop.example,COMPLAINT\n');
    await asked(0, 'import', input);
    await host.drained();
    expect(await archived('forget@shop.example')).not.toEqual([]);

    expect(await asked(0, 'erase', 'forget@shop.example', '--actor', 'dpo')).toMatchObject({ erased: true });
    expect(await archived('forget@shop.example')).toEqual([]);
    expect(await archived('keep@shop.example')).not.toEqual([]);
    expect(await host.verdict('forget@shop.example', '?consistent=true')).toMatchObject({
      suppressed: false,
    });
  });
});

/** The keys of the archive's objects that hold a text. */
async function archived(text: string): Promise<readonly string[]> {
  const { bucket } = await host.aws();
  const connection = await connect();
  const keys: string[] = [];
  for await (const key of listObjects(connection, bucket, '')) {
    const bytes = await getObject(connection, bucket, key);
    const plain = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
    if (plain.toString().includes(text)) keys.push(key);
  }
  return keys;
}

async function connect(): Promise<AwsConnection> {
  const { region, sqs, s3 } = await host.aws();
  return {
    region,
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
    endpoint: (service) => (service === 's3' ? s3 : sqs),
  };
}

test('dead letters are listed without an address, shown, and sent back', async () => {
  const { deadLetterQueueUrl } = await host.aws();
  const entry = { id: 'e1', kind: 'complaint', recipient: 'letter@shop.example' };
  const message = {
    v: 1,
    source: 'generic',
    provider: 'generic',
    receivedAt: Date.now(),
    method: 'POST',
    url: '',
    headers: { 'content-type': 'application/json' },
    encoding: 'text',
    body: JSON.stringify(entry),
  };
  await sendMessage(await connect(), deadLetterQueueUrl, JSON.stringify(message));

  const listed = await ledger('dlq', 'list');
  expect(listed.stdout).toMatch(/generic +it failed as a whole/);
  expect(listed.stdout).not.toContain('letter@');
  const [letter] = JSON.parse((await ledger('dlq', 'list', '--json')).stdout);
  expect((await ledger('dlq', 'show', letter.id)).stdout).toContain('letter@shop.example');

  expect(await asked(0, 'dlq', 'redrive')).toEqual({ redriven: 1 });
  await host.drained();
  expect(await host.verdict('letter@shop.example')).toMatchObject({ reason: 'complaint' });
  expect((await ledger('dlq', 'list')).stdout).toContain('empty');
});

describe('a secret is changed without losing an event', () => {
  test('the new one is good at once, the old one until the rotation is finished', async () => {
    const { secret: old } = await host.source('brevo');
    const rotated = await ledger('sources', 'rotate', 'brevo', '--secret', 'fresh-secret');
    expect(rotated.code).toBe(0);
    expect(rotated.stdout).toContain('Brevo');
    expect(rotated.stdout).toContain('sources rotate brevo --finish');
    expect(await trigger('brevo', 'hard-bounce')).toMatchObject({ accepted: 1 });
    expect(await asked(0, 'trigger', 'brevo', 'hard-bounce', '--secret', old)).toMatchObject({ accepted: 1 });
    expect(await ledger('sources', 'rotate', 'brevo', '--finish')).toMatchObject({ code: 0 });
  });

  test("an ESP's own secret cannot be made up", async () => {
    const { code, stderr } = await ledger('sources', 'rotate', 'mailgun');
    expect(code).toBe(2);
    expect(stderr).toContain('HTTP webhook signing key');
  });

  test('sources list names each webhook and no secret', async () => {
    const { stdout } = await ledger('sources', 'list');
    expect(stdout).toMatch(/^brevo +brevo +set +http:\/\/127\.0\.0\.1:\d+\/v1\/webhooks\/brevo$/m);
    expect(stdout).not.toContain('fresh-secret');
  });
});
