/** A web page in the operator's browser, and a name that resolves to 127.0.0.1, against the servers on this machine. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalLedger } from '../e2e/ledger.ts';
import { ask, startHost } from './hosts.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const evil = 'https://evil.example';

let ledger: LocalLedger;
let aws: Awaited<ReturnType<LocalLedger['aws']>>;
let cli: ChildProcess;
let link: URL;

beforeAll(async () => {
  ledger = await startHost();
  aws = await ledger.aws();
  cli = spawn(process.execPath, [main, 'console', '--url', ledger.url, '--no-open', '--write'], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  link = await linkOf(cli);
  await suppress('ann@shop.example');
});
afterAll(async () => {
  const ended = once(cli, 'exit');
  cli.kill('SIGINT');
  await Promise.all([ended, ledger.stop()]);
});

async function linkOf({ stdout }: ChildProcess): Promise<URL> {
  if (stdout === null) throw new Error('The console has no standard output.');
  for await (const line of createInterface(stdout)) {
    const found = /(http:\/\/\S+#token=\S+)/.exec(line)?.[1];
    if (found !== undefined) return new URL(found);
  }
  throw new Error('The console printed no link.');
}

const who = { actor: 'operator', reason: 'test' };
const suppress = (address: string) => ledger.call('PUT', `/v1/suppressions/${address}`, who);

/** What a page elsewhere, or a rebound name, sends along. */
const foreign: ReadonlyArray<readonly [string, Record<string, string>]> = [
  ['a page elsewhere', { origin: evil, 'sec-fetch-site': 'cross-site' }],
  ['a page of an opaque origin', { origin: 'null' }],
  ['a page of another port', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['an image or script of a page elsewhere', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ['a rebound name', { host: 'evil.example' }],
  ['a rebound name with the port', { host: 'evil.example:3000', origin: 'http://evil.example:3000' }],
];

const reads = [
  '/v1/addresses/ann%40shop.example',
  '/v1/suppressions',
  '/_local/sources',
  '/_local/aws',
  '/_local/events',
  '/_console/session',
];

/** The host guards the engines that it starts; Amazon's DynamoDB Local, where it is given one, is a server of its own. */
const isOwnDynamoDb = process.env.DYNAMODB_ENDPOINT === undefined;

describe.each(foreign)('%s', (_, headers) => {
  test.each(reads)('reads nothing of the host at %s', async (path) => {
    const { status, headers: sent, body } = await ask(ledger.url + path, { headers });
    expect([status, sent['access-control-allow-origin']]).toEqual([403, undefined]);
    expect(body).not.toMatch(/ann@shop|secret|sqs/);
  });

  test('changes nothing, with a form, a plain text or JSON', async () => {
    const body = JSON.stringify(who);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json', undefined]) {
      for (const [method, path] of [
        ['DELETE', '/v1/suppressions/ann@shop.example'],
        ['DELETE', `/v1/addresses/ann@shop.example?${new URLSearchParams(who)}`],
        ['PUT', '/v1/suppressions/bob@shop.example'],
        ['POST', '/v1/storms/shop.example'],
      ] as const) {
        const sent = { ...headers, ...(type !== undefined && { 'content-type': type }) };
        expect((await ask(ledger.url + path, { method, headers: sent, body })).status).toBe(403);
      }
    }
    expect(await ledger.verdict('ann@shop.example', '?consistent=true')).toMatchObject({ suppressed: true });
    expect(await ledger.verdict('bob@shop.example', '?consistent=true')).toMatchObject({ revision: 0 });
  });

  test('is promised nothing by a preflight request', async () => {
    for (const url of [
      ledger.url,
      ...(isOwnDynamoDb ? [aws.dynamodb] : []),
      aws.sqs,
      aws.events,
      link.origin,
    ]) {
      const preflight = { ...headers, 'access-control-request-method': 'PUT' };
      const answer = await ask(`${url}/v1/suppressions`, { method: 'OPTIONS', headers: preflight });
      expect([url, answer.status, answer.headers['access-control-allow-origin']]).toEqual([
        url,
        403,
        undefined,
      ]);
    }
  });

  test.each(
    (['dynamodb', 'sqs', 's3', 'events'] as const).filter((name) => name !== 'dynamodb' || isOwnDynamoDb),
  )('reaches no table, queue, bucket or secret: %s', async (name) => {
    const listTables = { 'x-amz-target': 'DynamoDB_20120810.ListTables' };
    for (const method of ['GET', 'POST']) {
      const answer = await ask(`${aws[name]}/`, {
        method,
        headers: { ...headers, ...listTables },
        body: '{}',
      });
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    }
  });

  test('does not reach the console of the command line, even with its token', async () => {
    const token = link.hash.slice('#token='.length);
    for (const path of ['/', '/v1/suppressions', '/_console/session']) {
      const answer = await ask(link.origin + path, { headers: { ...headers, 'x-console-token': token } });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });
});

describe('the console of the command line', () => {
  test('tells and changes nothing without its token', async () => {
    for (const token of [undefined, '', 'a'.repeat(32), link.hash.slice('#token='.length, -1)]) {
      const headers: Record<string, string> = token === undefined ? {} : { 'x-console-token': token };
      expect((await ask(`${link.origin}/v1/suppressions`, { headers })).status).toBe(401);
      const released = await ask(`${link.origin}/v1/suppressions/ann@shop.example`, {
        method: 'DELETE',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(who),
      });
      expect(released.status).toBe(401);
    }
    expect(await ledger.verdict('ann@shop.example')).toMatchObject({ suppressed: true });
  });

  test('answers its own page, with the token', async () => {
    const headers = { 'x-console-token': link.hash.slice('#token='.length), origin: link.origin };
    expect((await ask(`${link.origin}/v1/suppressions`, { headers })).status).toBe(200);
  });
});

test('a change takes no type that a form could send', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b']) {
    const url = `${ledger.url}/v1/suppressions/ann@shop.example`;
    const headers = { 'content-type': type };
    const { status } = await ask(url, { method: 'DELETE', headers, body: JSON.stringify(who) });
    expect([type, status]).toEqual([type, 415]);
  }
  expect(await ledger.verdict('ann@shop.example')).toMatchObject({ suppressed: true });
});
