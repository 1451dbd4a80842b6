import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixture, type Fixture } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.stop());

const problem = (status: number, name: string) => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  json: {
    type: `urn:bounce-ledger:problem:${name}`,
    status,
    title: expect.any(String),
    detail: expect.any(String),
  },
});

test.each(['/v2/codes', '/v1/addresses/', '/v1/codes/1004', '/v1/Check'])(
  'there is nothing at %s',
  async (path) => {
    expect(await fixture.ask('GET', path)).toMatchObject(problem(404, 'not-found'));
  },
);

test.each([
  ['PATCH', '/v1/addresses/ann%40example.com', 'GET, HEAD, DELETE'],
  ['OPTIONS', '/v1/addresses/ann%40example.com', 'GET, HEAD, DELETE'],
  ['POST', '/v1/suppressions/ann%40example.com', 'PUT, DELETE'],
  ['GET', '/v1/check', 'POST'],
])('%s %s is refused with the methods there are', async (method, path, allow) => {
  const refused = await fixture.ask(method, path);
  expect(refused).toMatchObject(problem(405, 'method-not-allowed'));
  expect(refused.headers.allow).toBe(allow);
});

describe('HEAD', () => {
  test('answers as GET does, without a body', async () => {
    const got = await fixture.ask('GET', '/v1/addresses/ann%40example.com');
    const head = await fixture.ask('HEAD', '/v1/addresses/ann%40example.com');
    expect(head).toEqual({ ...got, body: '', json: {} });
  });

  test.each([
    ['/v1/addresses/no-address', 400],
    ['/v1/check', 405],
    ['/v1/nothing', 404],
  ])('of %s answers %i without a body', async (path, status) => {
    expect(await fixture.ask('HEAD', path)).toMatchObject({ status, body: '' });
  });
});

describe('the address in a path', () => {
  const addressOf = async (path: string) => (await fixture.ask('GET', `/v1/addresses/${path}`)).json.address;

  test('is decoded once: what looks encoded in it stays as it is', async () => {
    const address = 'a%41b+c?d#e/f@example.com';
    expect(await addressOf(encodeURIComponent(address))).toBe(address.toLowerCase());
    await fixture.ask('PUT', `/v1/suppressions/${encodeURIComponent('p%41q@example.com')}`, {
      body: { actor: 'ops', reason: 'why' },
    });
    const other = await fixture.ask('GET', '/v1/addresses/paq%40example.com');
    expect(other.json).toMatchObject({ suppressed: false, revision: 0 });
  });

  test.each(['%00%40example.com', 'a%0Ab%40example.com', 'a%20b%40example.com', '%40', '%2F'])(
    'is refused where it is none: %s',
    async (path) => {
      expect(await fixture.ask('GET', `/v1/addresses/${path}`)).toMatchObject(
        problem(400, 'invalid-address'),
      );
    },
  );
});

describe('a body', () => {
  const send = (raw: Buffer, headers: Record<string, string> = {}) =>
    fixture.ask('POST', '/v1/check', { raw, headers });

  test('above 1 MiB is refused before it is read', async () => {
    const raw = Buffer.alloc(1_048_577, 'a');
    expect(await send(raw)).toMatchObject(problem(413, 'body-too-large'));
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('addresses=ann')],
    ['JSON that ends early', Buffer.from('{"addresses":["ann@example.com"')],
    [
      'no UTF-8',
      Buffer.concat([Buffer.from('{"addresses":["'), Buffer.from([0xff, 0xfe]), Buffer.from('"]}')]),
    ],
    ['no object', Buffer.from('["ann@example.com"]')],
    ['brackets without end', Buffer.from('['.repeat(100_000))],
    ['an empty array', Buffer.from('[]')],
  ])('of %s is refused', async (_, raw) => {
    const refused = await send(raw);
    expect(refused).toMatchObject(problem(400, 'invalid-body'));
    expect(refused.json.detail).not.toContain('@');
  });

  test('is an object also where no member must be there', async () => {
    const refused = await fixture.ask('POST', '/v1/classify', { raw: Buffer.from('[]') });
    expect(refused).toMatchObject(problem(400, 'invalid-body'));
  });

  test('must be JSON by its content type, where it has one', async () => {
    const raw = Buffer.from('{"addresses":[]}');
    expect(await send(raw, { 'content-type': 'text/csv' })).toMatchObject(
      problem(415, 'unsupported-media-type'),
    );
    expect((await send(raw, { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
    expect((await send(raw)).status).toBe(200);
  });

  test('may not hold a name the request does not have; the name is not quoted, it may be anything', async () => {
    const refused = await fixture.ask('POST', '/v1/check', { body: { addresses: [], 'ann@example.com': 1 } });
    expect(refused).toMatchObject(problem(400, 'invalid-body'));
    expect(JSON.stringify(refused.json)).not.toContain('ann@');
  });

  test('reaches no prototype', async () => {
    const refused = await send(Buffer.from('{"addresses":[],"__proto__":{"list":"newsletter"}}'));
    expect(refused.status).toBe(400);
    expect(Object.prototype).not.toHaveProperty('list');
  });
});

describe('a list that a record cannot name in full', () => {
  const long = 'n'.repeat(65);
  const who = { actor: 'ops', reason: 'why' };
  test.each([
    ['GET', '/v1/addresses/ann%40example.com', { query: { list: long } }, 'invalid-parameter'],
    ['GET', '/v1/addresses/ann%40example.com', { query: { list: ' ' } }, 'invalid-parameter'],
    ['GET', '/v1/suppressions', { query: { list: long } }, 'invalid-parameter'],
    ['POST', '/v1/check', { body: { addresses: [], list: long } }, 'invalid-body'],
    ['PUT', '/v1/suppressions/ann%40example.com', { body: { ...who, list: long } }, 'invalid-body'],
    ['DELETE', '/v1/suppressions/ann%40example.com', { body: { ...who, list: long } }, 'invalid-body'],
  ])('is refused: %s %s', async (method, path, parts, name) => {
    expect(await fixture.ask(method, path, parts)).toMatchObject(problem(400, name));
  });
});

describe('what a change states', () => {
  const who = { actor: 'ops', reason: 'why' };
  const address = '/v1/suppressions/nell%40example.com';
  const getStatus = async (list: string) =>
    (await fixture.ask('GET', '/v1/addresses/nell%40example.com', { query: { list, consistent: 'true' } }))
      .json;

  test('in the query counts beside the body: a list is never ignored', async () => {
    const { status } = await fixture.ask('PUT', address, { body: who, query: { list: 'newsletter' } });
    expect(status).toBe(200);
    expect(await getStatus('newsletter')).toMatchObject({ suppressed: true });
    expect(await getStatus('another')).toMatchObject({ suppressed: false });
    await fixture.ask('DELETE', address, { body: who, query: { list: 'newsletter' } });
    expect(await getStatus('newsletter')).toMatchObject({ suppressed: false });
  });

  test('in the query alone is enough to suppress', async () => {
    const path = '/v1/suppressions/olga%40example.com';
    expect((await fixture.ask('PUT', path, { query: who })).json).toMatchObject({ suppressed: true });
  });

  test('may not come twice', async () => {
    const both = await fixture.ask('PUT', address, { body: { ...who, list: 'a' }, query: { list: 'b' } });
    expect(both).toMatchObject(problem(400, 'invalid-parameter'));
    const twice = await fixture.ask('GET', '/v1/addresses/nell%40example.com', {
      query: [
        ['list', 'a'],
        ['list', 'b'],
      ],
    });
    expect(twice).toMatchObject(problem(400, 'invalid-parameter'));
  });

  test('may hold no other name, in the query either', async () => {
    expect(await fixture.ask('PUT', address, { body: who, query: { lsit: 'a' } })).toMatchObject(
      problem(400, 'invalid-body'),
    );
  });

  test('of an erasure may come in the body, and goes into the audit trail', async () => {
    await fixture.ask('PUT', '/v1/suppressions/pia%40example.com', { body: who });
    const { json } = await fixture.ask('DELETE', '/v1/addresses/pia%40example.com', {
      body: { ...who, keepHash: true },
    });
    expect(json).toEqual({ erased: true, hashKept: true });
    expect(fixture.trail.at(-1)).toMatchObject({ action: 'erase', ...who });
    const kept = await fixture.ask('GET', '/v1/addresses/pia%40example.com', {
      query: { consistent: 'true' },
    });
    expect(kept.json).toMatchObject({ suppressed: true });
  });
});
