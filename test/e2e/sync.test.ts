/** `sync` between a local host's ledger and fakes of ESPs with lists of their own. */

import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getObject, listObjects } from '../../shared/aws/archive.ts';
import { ledger as run } from '../cli/running.ts';
import { type FakeSendgrid, startSendgrid } from '../esp-api/fakes/sendgrid.ts';
import { withCommands } from './commands.ts';

const { host, fileOf, connect } = withCommands();
let sendgrid: FakeSendgrid;
beforeAll(async () => {
  sendgrid = await startSendgrid();
  const connected = await command(
    [
      'sources',
      'connect',
      'sendgrid',
      '--api-key',
      '-',
      '--public-url',
      'https://hooks.example.com',
      '--json',
    ],
    sendgrid.key,
  );
  expect(connected, connected.stderr).toMatchObject({ code: 0 });
});
afterAll(() => sendgrid.server.stop());

const command = (args: readonly string[], input = '') =>
  run(args, {
    input,
    env: { LEDGER_URL: host().url, BOUNCE_LEDGER_API_URL_SENDGRID: sendgrid.server.url },
  });

const planSchema = v.object({
  source: v.string(),
  onlyHere: v.number(),
  onlyThere: v.number(),
  both: v.number(),
  differs: v.number(),
  tooRecent: v.number(),
  notComparable: v.number(),
  changes: v.array(v.object({ address: v.string(), action: v.string(), as: v.string(), why: v.string() })),
});

async function plan(code: number, ...options: readonly string[]) {
  const ran = await command(['sync', 'plan', 'sendgrid', '--json', ...options]);
  expect(ran, ran.stderr).toMatchObject({ code });
  return v.parse(planSchema, JSON.parse(ran.stdout));
}

const resultsSchema = v.object({
  source: v.string(),
  results: v.array(
    v.object({
      address: v.string(),
      action: v.string(),
      as: v.string(),
      outcome: v.string(),
      detail: v.nullable(v.string()),
      confirmed: v.nullable(v.boolean()),
    }),
  ),
});

async function apply(...options: readonly string[]) {
  const ran = await command(['sync', 'apply', 'sendgrid', '--json', '--actor', 'ops', ...options]);
  expect(ran, ran.stderr).toMatchObject({ code: 0 });
  return v.parse(resultsSchema, JSON.parse(ran.stdout)).results;
}

const nameSchema = v.object({ addressHash: v.string(), address: v.string() });

/** What the audit trail says of an address, of which it has the hash alone. */
async function auditLinesOf(address: string): Promise<readonly string[]> {
  const { bucket, auditBucket } = await host().aws();
  const names = (await linesIn(bucket, 'audit-names/')).map((line) => v.parse(nameSchema, JSON.parse(line)));
  const hash = names.find((name) => name.address === address)?.addressHash ?? 'no such address';
  return (await linesIn(auditBucket, 'audit/')).filter((line) => line.includes(hash));
}

async function linesIn(bucket: string, folder: string): Promise<readonly string[]> {
  const connection = await connect();
  const lines: string[] = [];
  for await (const key of listObjects(connection, bucket, folder)) {
    if (key.endsWith('.jsonl'))
      lines.push(...(await getObject(connection, bucket, key)).toString().trim().split('\n'));
  }
  return lines;
}

describe('an address on the ESP’s list alone', () => {
  test('is drift, taken in with the ESP’s reason and date, and agreed on afterwards', async () => {
    sendgrid.seedSuppression?.('bounces', 'Gone@Shop.example', Date.UTC(2026, 4, 1));
    expect(await plan(1)).toMatchObject({
      source: 'sendgrid',
      onlyThere: 1,
      both: 0,
      changes: [{ address: 'gone@shop.example', action: 'take-in', as: 'hard-bounce' }],
    });
    expect(await apply()).toEqual([
      expect.objectContaining({ address: 'gone@shop.example', outcome: 'accepted', confirmed: true }),
    ]);
    const verdict = await host().verdict('gone@shop.example');
    expect(verdict).toMatchObject({ suppressed: true, since: '2026-05-01T00:00:00Z' });
    expect(await plan(0)).toMatchObject({ onlyThere: 0, both: 1, changes: [] });
    expect(await apply()).toEqual([]);
    expect(await auditLinesOf('gone@shop.example')).toEqual([
      expect.stringMatching(/"stage":"made".*"action":"sync-take-in".*"after"/),
      expect.stringMatching(/"stage":"requested".*"action":"sync-take-in"/),
    ]);
  });

  test('is offered for removal once an operator has released it here, and removed alone', async () => {
    sendgrid.seedSuppression?.('bounces', 'kept@shop.example', Date.UTC(2026, 4, 1));
    await apply();
    await command(['release', 'gone@shop.example', '--actor', 'ops', '--reason', 'typo fixed']);
    expect(await plan(1)).toMatchObject({
      differs: 1,
      changes: [{ address: 'gone@shop.example', action: 'remove', as: 'hard-bounce' }],
    });
    expect(await apply()).toEqual([
      expect.objectContaining({ action: 'remove', outcome: 'changed', confirmed: true }),
    ]);
    expect(sendgrid.addressesOn?.('bounces')).toEqual(['kept@shop.example']);
    expect(sendgrid.wipes).toEqual([]);
    expect(await plan(0)).toMatchObject({ both: 1, changes: [] });
  });

  test('with a complaint is removed only where the release carried a proof', async () => {
    sendgrid.seedSuppression?.('spam_reports', 'angry@shop.example', Date.UTC(2026, 4, 1));
    await apply();
    const release = ['release', 'angry@shop.example', '--actor', 'ops', '--reason', 'asked'];
    expect((await command(release)).code).toBe(2);
    await command([...release, '--proof', 'ticket 4711']);
    expect((await plan(1)).changes).toEqual([
      expect.objectContaining({ address: 'angry@shop.example', action: 'remove', as: 'complaint' }),
    ]);
    await apply();
    expect(sendgrid.addressesOn?.('spam_reports')).toEqual([]);
  });
});

describe('an address that only the ledger suppresses', () => {
  test('is added as something else only when asked for, and is known as ours afterwards', async () => {
    const file = fileOf(
      'ledger.csv',
      'address,list,reason,code,rule,since,until\ndead@shop.example,*,address-unknown,2001,x,2026-05-01T00:00:00Z,\n',
    );
    await command(['import', file]);
    await host().drained();
    expect(await plan(1)).toMatchObject({ onlyHere: 1, changes: [] });
    expect(await plan(1, '--as-other')).toMatchObject({
      changes: [{ address: 'dead@shop.example', action: 'add', as: 'unsubscribe' }],
    });
    expect(await apply('--as-other')).toEqual([
      expect.objectContaining({ action: 'add', outcome: 'changed', confirmed: true }),
    ]);
    expect(await plan(0)).toMatchObject({ onlyHere: 0, differs: 0, changes: [] });
    expect(await apply('--as-other')).toEqual([]);
    expect(await host().verdict('dead@shop.example')).toMatchObject({ reason: 'address-unknown' });
  });
});

describe('one address', () => {
  test('explain --esp shows each connected ESP’s entry, and release says where it is still listed', async () => {
    sendgrid.seedSuppression?.('bounces', 'both@shop.example', Date.UTC(2026, 4, 1));
    await apply();
    const explained = await command(['explain', 'both@shop.example', '--esp', '--json']);
    expect(JSON.parse(explained.stdout)).toMatchObject({
      suppressed: true,
      esp: [{ source: 'sendgrid', list: 'bounces', listed: true }],
    });
    const release = ['release', 'both@shop.example', '--actor', 'ops', '--reason', 'typo fixed'];
    const released = await command(release);
    expect(released, released.stderr).toMatchObject({ code: 0 });
    expect(released.stdout).toMatch(/sendgrid +bounces +hard-bounce +2026-05-01 00:00 +listed/);
    expect(released.stdout).toContain('release both@shop.example --everywhere');
    const everywhere = await command([...release, '--everywhere', '--json']);
    expect(JSON.parse(everywhere.stdout)).toMatchObject({
      suppressed: false,
      esp: [{ source: 'sendgrid', list: 'bounces', outcome: 'changed' }],
    });
    expect(sendgrid.addressesOn?.('bounces')).not.toContain('both@shop.example');
    expect(sendgrid.wipes).toEqual([]);
  });
});

describe('bounds', () => {
  test('stop a plan of more than a hundred changes, which --max allows', async () => {
    for (let index = 0; index < 101; index++) {
      sendgrid.seedSuppression?.('invalid_emails', `bad-${index}@shop.example`, Date.UTC(2026, 4, 1));
    }
    const stopped = await command(['sync', 'apply', 'sendgrid', '--actor', 'ops']);
    expect(stopped.code).toBe(2);
    expect(stopped.stderr).toContain('--max 101');
    expect((await host().verdict('bad-1@shop.example')).suppressed).toBe(false);
    const taken = await command(['sync', 'take-in', '--all', '--json', '--actor', 'ops']);
    expect(JSON.parse(taken.stdout)).toEqual([
      expect.objectContaining({ source: 'sendgrid', takenIn: 101, error: null }),
    ]);
    await host().drained();
    expect(await host().verdict('bad-1@shop.example')).toMatchObject({ suppressed: true });
    expect(await plan(0)).toMatchObject({ onlyThere: 0, changes: [] });
  });
});

describe('what cannot be compared', () => {
  test('a source without an API key says how to give one', async () => {
    const { code, stderr } = await command(['sync', 'plan', 'postmark']);
    expect(code).toBe(2);
    expect(stderr).toContain('sources connect postmark --api-key -');
  });

  test('an ESP that shows no list counts what is suppressed here', async () => {
    const { code, stdout } = await command(['sync', 'plan', 'postal', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).notComparable).toBeGreaterThan(100);
  });
});

test('a plan for people names classes, reasons and addresses', async () => {
  sendgrid.seedSuppression?.('bounces', 'new@shop.example', Date.UTC(2026, 4, 1));
  const { code, stdout } = await command(['sync', 'plan', 'sendgrid']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/only there +- +hard-bounce +1 +take in here/);
  expect(stdout).toContain('new@shop.example');
  const csv = await command(['sync', 'plan', 'sendgrid', '--csv']);
  expect(csv.stdout.split('\n')).toEqual([
    'address,class,here,there,action,as,why',
    expect.stringMatching(/^new@shop\.example,only-there,,hard-bounce,take-in,hard-bounce,/),
    '',
  ]);
});
