/** A web page in the operator's browser against the servers of the local host: only the host's own console is answered. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inMemoryDataFolder } from '../../local/data-folder.ts';
import { type Host, startHost } from '../../local/host.ts';

const stack = fileURLToPath(new URL('./fixtures/stack', import.meta.url));
const endpoints = v.object({ dynamodb: v.string(), sqs: v.string(), s3: v.string(), ssm: v.string() });

let host: Host;
let aws: v.InferOutput<typeof endpoints>;

beforeAll(async () => {
  host = await startHost({
    assembly: Promise.resolve(stack),
    port: 0,
    data: inMemoryDataFolder,
    dynamodb: null,
  });
  aws = v.parse(endpoints, await (await fetch(`${host.url}/_local/aws`)).json());
});
afterAll(() => host.stop());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** `fetch` sets Host itself; this sends any. */
async function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  const sent = request(url, { method, headers });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const own = () => ({ origin: host.url, 'sec-fetch-site': 'same-origin' });

describe('the API, its webhooks and the console', () => {
  test.each(['/echo/x', '/', '/app.js', '/_console/session', '/_local/sources', '/_local/status'])(
    'answer no page elsewhere: %s',
    async (path) => {
      const foreign: ReadonlyArray<Record<string, string>> = [
        { host: 'evil.example' },
        { host: `evil.example:${new URL(host.url).port}` },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ];
      for (const headers of foreign) {
        const { status, headers: sent, body } = await ask(host.url + path, headers);
        expect([path, headers, status]).toEqual([path, headers, 403]);
        expect(sent['access-control-allow-origin']).toBeUndefined();
        expect(JSON.parse(body)).toMatchObject({ type: 'urn:bounce-ledger:problem:forbidden-origin' });
      }
    },
  );

  test('answer programs, which send none of these headers', async () => {
    expect((await ask(`${host.url}/echo/x`)).status).toBe(200);
    expect((await ask(`${host.url}/_local/sources`)).status).toBe(200);
  });

  test("answer the host's own console", async () => {
    expect((await ask(`${host.url}/echo/x`, own(), 'POST')).status).toBe(200);
    expect((await ask(`${host.url}/_console/session`, own())).status).toBe(200);
  });

  test('a link elsewhere opens the console as a page of its own, and nothing else', async () => {
    const link = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await ask(`${host.url}/`, link)).status).toBe(200);
    expect((await ask(`${host.url}/_local/sources`, link)).status).toBe(403);
    expect((await ask(`${host.url}/echo/x`, link)).status).toBe(403);
  });
});

describe('what tells secrets', () => {
  test.each(['sources', 'aws', 'events'])('/_local/%s answers no page at all', async (name) => {
    expect((await ask(`${host.url}/_local/${name}`, own())).status).toBe(403);
    expect((await ask(`${host.url}/_local/${name}`)).status).toBe(200);
  });
});

describe('the console', () => {
  test('is at /, may change this ledger, and says what it offers', async () => {
    const page = await ask(`${host.url}/`);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).toContain('<div id="app">');
    const session = JSON.parse((await ask(`${host.url}/_console/session`)).body);
    expect(session).toMatchObject({ name: 'Local host', write: true, features: { sources: true } });
  });
});

describe('the emulators', () => {
  test.each(['dynamodb', 'sqs', 's3', 'ssm'] as const)('%s answers no page, from wherever', async (name) => {
    const foreign: ReadonlyArray<Record<string, string>> = [
      { origin: 'https://evil.example' },
      { origin: aws[name] },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example' },
    ];
    for (const headers of foreign) {
      const { status, headers: sent } = await ask(`${aws[name]}/`, headers, 'POST');
      expect([headers, status]).toEqual([headers, 403]);
      expect(sent['access-control-allow-origin']).toBeUndefined();
      const preflight = await ask(
        `${aws[name]}/`,
        { ...headers, 'access-control-request-method': 'POST' },
        'OPTIONS',
      );
      expect(preflight.status).toBe(403);
      expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    }
  });
});
