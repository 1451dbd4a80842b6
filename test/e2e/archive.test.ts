/** What the command line does with the raw archive: send it again, simulate a policy on it, take an address out of it. */
import { createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { LAST_REPLAY } from '../../cli/replay-generation.ts';
import { getObject, listObjects } from '../../shared/aws/archive.ts';
import { withCommands } from './commands.ts';
import type { Source } from './ledger.ts';

const { host, ledger, asked, trigger, pathOf, fileOf, connect } = withCommands();

beforeAll(async () => {
  await trigger('sendgrid', 'bounce', '--to', 'gone@shop.example');
  await asked(0, 'import', fileOf('ses.csv', 'twice@shop.example,COMPLAINT,2026-05-01T12:00:00Z\n'));
  await host().drained();
});

test('a dry replay counts, and a real one changes no verdict', async () => {
  const counted = await asked(0, 'replay', '--since', '1d', '--dry-run');
  expect(counted).toMatchObject({ sent: 0, messages: expect.any(Number) });
  const before = await host().verdict('gone@shop.example');
  const replayed = await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid');
  expect(replayed).toMatchObject({ tooLarge: 0 });
  await host().drained();
  const after = await host().verdict('gone@shop.example');
  expect({ ...after, revision: 0 }).toEqual({ ...before, revision: 0 });
});

test('a replay goes on after an object of the archive', async () => {
  const { bucket } = await host().aws();
  const keys: string[] = [];
  for await (const key of listObjects(await connect(), bucket, 'raw/')) keys.push(key);
  const replayed = (after: string) => asked(0, 'replay', '--since', '1d', '--dry-run', '--after', after);
  expect(await replayed(keys[0] ?? '')).toMatchObject({ objects: keys.length - 1 });
  expect(await replayed(keys.at(-1) ?? '')).toMatchObject({ objects: 0, messages: 0 });
});

test('a second replay outdoes the first, however soon it comes', async () => {
  const { bucket } = await host().aws();
  const replayGeneration = async () =>
    JSON.parse(String(await getObject(await connect(), bucket, LAST_REPLAY))).replayGeneration;
  await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid');
  const first = await replayGeneration();
  await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid', '--dry-run');
  expect(await replayGeneration()).toBe(first);
  await asked(0, 'replay', '--since', '1d', '--source', 'sendgrid');
  expect(await replayGeneration()).toBe(first + 1);
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
    expect.arrayContaining([expect.objectContaining({ address: 'twice@shop.example', change: 'released' })]),
  );
  expect(await host().verdict('twice@shop.example')).toMatchObject({ suppressed: true });

  const kept = ['--config', config, '--since', '1d', '--resume', pathOf('kept')];
  expect(await asked(0, 'policy', 'simulate', ...kept)).toMatchObject({ released: 1, addresses: 2 });
  expect(existsSync(pathOf('kept'))).toBe(false);
});

test('codes diff finds nothing where no rule has changed', async () => {
  const baseline = pathOf('baseline.json');
  expect(await ledger('codes', 'diff', '--save', baseline, '--since', '1d')).toMatchObject({ code: 0 });
  expect(await asked(0, 'codes', 'diff', '--baseline', baseline, '--since', '1d')).toMatchObject({
    failures: expect.any(Number),
    changes: [],
  });
});

test('an interrupted reading of failures counts each of them once when it goes on', async () => {
  const kept = pathOf('failures');
  const unwritable = `${pathOf('missing')}/codes.jsonl`;
  const interrupted = ['codes', 'diff', '--save', unwritable, '--since', '1d', '--resume', kept];
  expect(await ledger(...interrupted)).toMatchObject({ code: 2 });
  expect(existsSync(kept)).toBe(true);
  const counted = await asked(0, 'codes', 'hits', '--since', '1d', '--resume', kept);
  expect(counted).toEqual(await asked(0, 'codes', 'hits', '--since', '1d'));
  expect(existsSync(kept)).toBe(false);
});

test('erase takes an address out of the table, the archive and the audit trail, and leaves its neighbours', async () => {
  await asked(0, 'suppress', 'forget@shop.example', '--actor', 'a', '--reason', 'forget@shop.example asked');
  const input = fileOf('both.csv', 'forget@shop.example,COMPLAINT\nkeep@shop.example,COMPLAINT\n');
  await asked(0, 'import', input);
  await host().drained();
  expect(await archived('forget@shop.example')).not.toEqual([]);

  const statement = [
    '--actor',
    'dpo',
    '--reason',
    'erasure request',
    '--no-keep-hash',
    '--proof',
    'ticket 7',
  ];
  expect(await asked(0, 'erase', 'forget@shop.example', ...statement)).toMatchObject({
    erased: true,
    hashKept: false,
  });
  expect(await archived('forget@shop.example')).toEqual([]);
  expect(await archived('keep@shop.example')).not.toEqual([]);
  const { auditBucket } = await host().aws();
  expect(await archived('address asked', auditBucket)).toHaveLength(2);
  expect(await archived('forget', auditBucket)).toEqual([]);
  expect(await host().verdict('forget@shop.example', '?consistent=true')).toMatchObject({
    suppressed: false,
  });
});

test('erase finds an address as programs escape it, and a replay brings nothing back', async () => {
  const body = String.raw`[{"id":"e1","kind":"complaint","recipient":"j\u00fcrgen\u002bx@shop.example"},
    {"id":"e2","kind":"bounce","permanent":true,"recipient":"\"J\u00fcrgen+x\"@Shop.example","diagnostic":"550 5.1.1 no \/ user"},
    {"id":"e3","kind":"complaint","recipient":"keep\u002bx@shop.example"}]`;
  await sendGeneric(await host().source('generic'), body);
  const erasure = ['--actor', 'dpo', '--reason', 'request', '--no-keep-hash', '--proof', 'a letter'];
  expect(await asked(0, 'erase', 'jürgen+x@shop.example', ...erasure)).toMatchObject({
    erased: true,
    left: [],
    notSwept: [],
  });
  await asked(0, 'replay', '--since', '1d');
  await host().drained();
  expect(await host().verdict('jürgen+x@shop.example', '?consistent=true')).toMatchObject({
    suppressed: false,
    revision: 0,
  });
  expect(await host().verdict('erased@erased.invalid', '?consistent=true')).toMatchObject({ revision: 0 });
  expect(await host().verdict('keep+x@shop.example')).toMatchObject({ suppressed: true });
});

test('erase fails where the archive still holds the address', async () => {
  await sendGeneric(
    await host().source('generic'),
    '[{"id":"c1","kind":"complaint","recipient":"odd(a comment)@shop.example"}]',
  );
  const erasure = ['--actor', 'dpo', '--reason', 'request', '--no-keep-hash', '--proof', 'a letter'];
  expect(await asked(2, 'erase', 'odd@shop.example', ...erasure)).toMatchObject({
    erased: true,
    rewritten: 0,
    left: [expect.stringContaining('raw/')],
  });
});

/** Signed as Standard Webhooks has it: the body goes as it is written. */
async function sendGeneric({ url, secret }: Source, text: string): Promise<void> {
  const body = Buffer.from(text);
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`m1.${seconds}.`)
    .update(body)
    .digest('base64');
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'm1',
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${signature}`,
  };
  expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
  await host().drained();
}

/** The keys of a bucket's objects that hold a text; by default the archive's. */
async function archived(text: string, other?: string): Promise<readonly string[]> {
  const bucket = other ?? (await host().aws()).bucket;
  const connection = await connect();
  const keys: string[] = [];
  for await (const key of listObjects(connection, bucket, '')) {
    const bytes = await getObject(connection, bucket, key);
    const plain = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
    if (plain.toString().includes(text)) keys.push(key);
  }
  return keys;
}
