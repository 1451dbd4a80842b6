/** The console's server, asked by a program: who is answered, what is passed on, what is refused. */
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startConsoleServer } from '../../console/server/server.ts';
import { event } from '../api/fixture.ts';
import { type ConsoleFixture, json, problemAnswer, startConsoleFixture } from './fixture.ts';

let fixture: ConsoleFixture;
let readOnly: ConsoleFixture;

beforeAll(async () => {
  fixture = await startConsoleFixture();
  readOnly = await startConsoleFixture({ write: false });
  await fixture.api.record(event('ann@example.com'), event('=cmd@example.com'));
});
afterAll(async () => {
  await fixture.stop();
  await readOnly.stop();
});
beforeEach(() => {
  fixture.calls.length = 0;
  fixture.answers.clear();
});

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly token?: string | null;
  readonly of?: ConsoleFixture;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** `fetch` sets Host itself; this sends any. */
async function ask(
  path: string,
  { method = 'GET', headers = {}, body, token, of = fixture }: Asked = {},
): Promise<Answer> {
  const sent = token === undefined ? of.server.token : token;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = httpRequest(
    `${of.server.origin}${path}`,
    {
      method,
      headers: {
        ...(sent !== null && { 'x-console-token': sent }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    },
    resolve,
  );
  request.on('error', reject);
  request.end(body);
  const response = await promise;
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}

const asJson = { 'content-type': 'application/json' };

describe('who is answered', () => {
  test('the page and its files come without a token and hold no data', async () => {
    for (const path of ['/', '/app.js', '/app.css', '/favicon.svg']) {
      const { status, body } = await ask(path, { token: null });
      expect(status).toBe(200);
      expect(body).not.toContain(fixture.server.token);
    }
  });

  test.each(['/v1/codes', '/_console/session', '/_console/sources'])('%s needs the token', async (path) => {
    expect((await ask(path, { token: null })).status).toBe(401);
    expect((await ask(path, { token: 'x'.repeat(fixture.server.token.length) })).status).toBe(401);
    expect(fixture.calls).toEqual([]);
  });

  test('the token is in no path: it is refused in the query', async () => {
    expect((await ask(`/v1/codes?token=${fixture.server.token}`, { token: null })).status).toBe(401);
  });

  test.each<Readonly<Record<string, string>>>([
    { host: 'evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('%j is refused even with the token', async (headers) => {
    for (const path of ['/', '/app.js', '/v1/codes', '/_console/session']) {
      const { status, body, headers: sent } = await ask(path, { headers });
      expect(status).toBe(403);
      expect(JSON.parse(body).type).toBe('urn:bounce-ledger:problem:forbidden-origin');
      expect(sent['access-control-allow-origin']).toBeUndefined();
    }
    expect(fixture.calls).toEqual([]);
  });

  test('each start has a token of its own', async () => {
    expect(fixture.server.token).not.toBe(readOnly.server.token);
    expect((await ask('/v1/codes', { token: readOnly.server.token })).status).toBe(401);
    expect(fixture.server.token).toMatch(/^[\w-]{32}$/);
  });

  test('it listens on 127.0.0.1 alone', () => {
    expect(fixture.server.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('a port in use is named', async () => {
    const port = Number(new URL(fixture.server.origin).port);
    await expect(startConsoleServer({ backend: fixture.backend, port })).rejects.toThrow(
      `Port ${port} is in use. Choose another with --port.`,
    );
  });
});

describe('every answer', () => {
  test.each(['/', '/app.js', '/v1/codes', '/_console/session', '/nowhere'])(
    '%s has the security headers',
    async (path) => {
      const { headers } = await ask(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    },
  );

  test('a file that has not changed is not sent again', async () => {
    const first = await ask('/app.js');
    const again = await ask('/app.js', { headers: { 'if-none-match': String(first.headers.etag) } });
    expect(again.status).toBe(304);
    expect(again.body).toBe('');
  });
});

describe('what is passed on', () => {
  test('query, body, content type and If-Match', async () => {
    const body = JSON.stringify({ actor: 'a', reason: 'b' });
    const headers = { ...asJson, 'if-match': '"99"', cookie: 'secret=1', 'x-other': 'y' };
    const { status, body: answer } = await ask('/v1/suppressions/ann%40example.com', {
      method: 'PUT',
      headers,
      body,
    });
    expect(status).toBe(412);
    expect(JSON.parse(answer).type).toBe('urn:bounce-ledger:problem:revision-mismatch');
  });

  test('no header beside these', async () => {
    let seen: Readonly<Record<string, string>> = {};
    const { api } = fixture.backend;
    fixture.backend.api = async (call) => {
      seen = call.headers;
      return json(200, {});
    };
    await ask('/v1/codes', { headers: { cookie: 'a=b', authorization: 'Bearer x', 'x-other': 'y' } });
    fixture.backend.api = api;
    expect(seen).toEqual({});
  });

  test('no webhook', async () => {
    expect((await ask('/v1/webhooks/ses', { method: 'POST', body: '{}', headers: asJson })).status).toBe(404);
    expect(fixture.calls).toEqual([]);
  });

  test('no body beyond one MiB', async () => {
    const { status } = await ask('/v1/check', {
      method: 'POST',
      headers: asJson,
      body: 'x'.repeat(1_048_577),
    });
    expect(status).toBe(413);
    expect(fixture.calls).toEqual([]);
  });

  test('an API that cannot be reached is a problem with its reason', async () => {
    fixture.answers.set('GET /v1/codes', () => {
      throw new Error('Cannot connect to https://api.example. Check the network.');
    });
    const { status, body } = await ask('/v1/codes');
    expect(status).toBe(502);
    expect(JSON.parse(body)).toMatchObject({
      detail: 'Cannot connect to https://api.example. Check the network.',
    });
  });
});

describe('without --write', () => {
  test.each([
    ['PUT', '/v1/suppressions/ann%40example.com'],
    ['DELETE', '/v1/suppressions/ann%40example.com'],
    ['DELETE', '/v1/addresses/ann%40example.com'],
    ['POST', '/v1/storms/example.com'],
    ['POST', '/_console/dead-letters/redrive'],
  ])('%s %s is refused', async (method, path) => {
    const body = JSON.stringify({ actor: 'a', reason: 'b' });
    const { status, body: answer } = await ask(path, { method, headers: asJson, body, of: readOnly });
    expect(status).toBe(403);
    expect(JSON.parse(answer)).toMatchObject({
      detail: 'Start the console with --write to change anything.',
    });
    expect(readOnly.calls).toEqual([]);
  });

  test('a route that is not known may change something, and is refused', async () => {
    expect((await ask('/v1/new-route', { method: 'POST', of: readOnly })).status).toBe(403);
  });

  test('questions are answered', async () => {
    const check = {
      method: 'POST',
      headers: asJson,
      body: JSON.stringify({ addresses: ['a@example.com'] }),
      of: readOnly,
    };
    expect((await ask('/v1/check', check)).status).toBe(200);
    const classify = { ...check, body: JSON.stringify({ text: '550 5.1.1 user unknown' }) };
    expect((await ask('/v1/classify', classify)).status).toBe(200);
  });
});

describe('exports', () => {
  async function linkOf(body: object): Promise<string> {
    const answer = await ask('/_console/exports', {
      method: 'POST',
      headers: asJson,
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
    return JSON.parse(answer.body).path;
  }

  test('a link is valid for one download, without the token', async () => {
    const path = await linkOf({ format: 'csv', filters: {} });
    const { status, headers, body } = await ask(path, { token: null });
    expect(status).toBe(200);
    expect(headers['content-disposition']).toBe('attachment; filename="suppressions.csv"');
    const lines = body.trimEnd().split('\r\n');
    expect(lines[0]).toBe('address,list,reason,code,rule,since,until');
    expect(lines).toContainEqual(expect.stringMatching(/^ann@example\.com,\*,address-unknown,2001,/));
    expect((await ask(path, { token: null })).status).toBe(410);
  });

  test('a cell that a spreadsheet would run is text', async () => {
    const { body } = await ask(await linkOf({ format: 'csv', filters: {} }));
    expect(body).toContain("'=cmd@example.com,");
  });

  test('every page of the API is in the file', async () => {
    const pageOf = (address: string, cursor: string | null) => () =>
      json(200, {
        suppressions: [
          {
            address,
            list: '*',
            reason: 'manual',
            code: 9999,
            rule: 'r',
            since: '2026-05-01T12:00:00Z',
            until: null,
          },
        ],
        cursor,
      });
    const pages = [pageOf('a@example.com', 'next'), pageOf('b@example.com', null)].values();
    fixture.answers.set('GET /v1/suppressions', () => pages.next().value?.() ?? json(500, {}));
    const { body } = await ask(await linkOf({ format: 'jsonl', filters: { reason: 'manual' } }));
    expect(
      body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).address),
    ).toEqual(['a@example.com', 'b@example.com']);
  });

  test('a filter that the API refuses is a problem, and no empty file', async () => {
    const { status, headers } = await ask(await linkOf({ format: 'csv', filters: { code: '12' } }));
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
  });

  test('a page that fails later cuts the file off', async () => {
    const first = { suppressions: [], cursor: 'next' };
    const pages = [json(200, first), problemAnswer(503, 'unavailable', 'Ask again.')].values();
    fixture.answers.set('GET /v1/suppressions', () => pages.next().value ?? json(500, {}));
    const path = await linkOf({ format: 'csv', filters: {} });
    await expect(ask(path)).rejects.toThrow(/aborted|hang up|reset|terminated/i);
  });

  test('a made-up link is refused', async () => {
    expect((await ask('/_console/exports/xyz', { token: null })).status).toBe(410);
  });
});

describe('what the backend does not offer', () => {
  test.each([
    'sources',
    'doctor',

    'esp?address=a%40example.com',
    'sync',
    'sync/plan?source=a',
    'dead-letters',
    'dead-letters/x',
    'rules',
  ])('/_console/%s is not there', async (name) => {
    expect((await ask(`/_console/${name}`)).status).toBe(404);
  });

  test('the session says so', async () => {
    const session = JSON.parse((await ask('/_console/session')).body);
    expect(session).toMatchObject({
      name: 'BounceLedger',
      write: true,
      features: { sources: false, sync: false },
    });
  });
});
