import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaint, createFixture, event, type Fixture, NOON } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(event('gone@example.com'), complaint('angry@example.com', { list: 'newsletter' }));
});
afterAll(() => fixture.stop());

describe('GET /v1/addresses/{address}', () => {
  test('answers 200 for an address that the ledger has never heard of', async () => {
    const { status, json, headers } = await fixture.ask('GET', '/v1/addresses/new%40example.com');
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      etag: '"0"',
      'cache-control': 'no-store',
    });
    expect(json).toMatchObject({
      address: 'new@example.com',
      suppressed: false,
      pendingUntil: null,
      reason: null,
      code: null,
      rule: null,
      list: null,
      since: null,
      until: null,
      lists: [],
      evidence: [],
      diagnostic: '',
      revision: 0,
    });
  });

  test('says for a bounced address since when, why, on what evidence, and what to do', async () => {
    const { json, headers } = await fixture.ask('GET', '/v1/addresses/gone%40example.com');
    expect(headers.etag).toBe(`"${json.revision}"`);
    expect(json).toMatchObject({
      address: 'gone@example.com',
      suppressed: true,
      reason: 'address-unknown',
      code: 2001,
      rule: 'address-unknown/user-unknown',
      list: '*',
      since: '2026-05-01T11:00:00Z',
      until: null,
      lists: [
        { list: '*', reason: 'address-unknown', code: 2001, since: '2026-05-01T11:00:00Z', until: null },
      ],
      evidence: [
        {
          kind: 'bounce',
          permanent: true,
          code: 2001,
          rule: 'address-unknown/user-unknown',
          occurredAt: '2026-05-01T11:00:00Z',
          source: 'sendgrid',
          list: '*',
        },
      ],
      diagnostic: '550 5.1.1 user unknown',
      revision: expect.any(Number),
    });
    expect(json.advice).toMatch(/\w+/);
  });

  test('asks for one list: a complaint does not reach a transactional one', async () => {
    const ask = (list: string) =>
      fixture.ask('GET', '/v1/addresses/angry%40example.com', { query: { list } });
    expect((await ask('newsletter')).json).toMatchObject({ suppressed: true, reason: 'complaint' });
    expect((await ask('receipts')).json).toMatchObject({ suppressed: false, reason: null });
  });

  test.each([
    ['percent-encoded', '/v1/addresses/gone%40example.com'],
    ['already decoded by a gateway', '/v1/addresses/gone@example.com'],
    ['in other case', '/v1/addresses/Gone%40EXAMPLE.com'],
    ['with a display name', '/v1/addresses/Gone%20Person%20%3Cgone%40example.com%3E'],
  ])('finds an address %s', async (_, path) => {
    expect((await fixture.ask('GET', path)).json).toMatchObject({
      address: 'gone@example.com',
      suppressed: true,
    });
  });

  test('takes a slash in the local part for a part of the address', async () => {
    const { json } = await fixture.ask('GET', '/v1/addresses/sales/eu@example.com');
    expect(json.address).toBe('sales/eu@example.com');
  });

  test.each(['not-an-address', 'gone%40', '%40example.com', 'a%20b'])(
    'refuses %s with a problem document that does not quote it',
    async (text) => {
      const { status, headers, json } = await fixture.ask('GET', `/v1/addresses/${text}`);
      expect(status).toBe(400);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(json).toMatchObject({ type: 'urn:bounce-ledger:problem:invalid-address', status: 400 });
      expect(JSON.stringify(json)).not.toContain(decodeURIComponent(text));
    },
  );

  test('refuses a flag that is neither true nor false, and a parameter it does not have', async () => {
    const ask = (query: Record<string, string>) =>
      fixture.ask('GET', '/v1/addresses/gone%40example.com', { query });
    expect((await ask({ consistent: 'yes' })).json).toMatchObject({ status: 400 });
    expect((await ask({ lst: 'newsletter' })).json).toMatchObject({ status: 400 });
  });
});

describe('DELETE /v1/addresses/{address}', () => {
  const who = { actor: 'dpo', reason: 'erasure request' };

  test('erases an address, and the audit trail keeps no copy of it', async () => {
    await fixture.record(event('erase-me@example.com'));
    const erased = await fixture.ask('DELETE', '/v1/addresses/erase-me%40example.com', {
      query: { actor: 'dpo', reason: 'asked to be forgotten' },
    });
    expect(erased).toMatchObject({ status: 200, json: { erased: true, hashKept: false } });

    const { json } = await fixture.ask('GET', '/v1/addresses/erase-me%40example.com', {
      query: { consistent: 'true' },
    });
    expect(json).toMatchObject({ suppressed: false, evidence: [], revision: 0 });

    const trail = fixture.trail.filter(({ action }) => action === 'erase');
    expect(trail.map((entry) => entry.after)).toEqual([undefined, { erased: true, hashKept: false }]);
    expect(trail[0]).toMatchObject({ actor: 'dpo', reason: 'asked to be forgotten' });
    expect(JSON.stringify(trail)).not.toContain('erase-me');
  });

  test('leaves a hash when asked, so that the address stays suppressed', async () => {
    await fixture.record(event('hash-me@example.com'));
    const erased = await fixture.ask('DELETE', '/v1/addresses/hash-me%40example.com', {
      query: { ...who, keepHash: 'true' },
    });
    expect(erased.json).toEqual({ erased: true, hashKept: true });
    const { json } = await fixture.ask('GET', '/v1/addresses/hash-me%40example.com', {
      query: { consistent: 'true' },
    });
    expect(json).toMatchObject({ suppressed: true, reason: 'address-unknown', diagnostic: '' });
  });
});

describe('erasing an address under a complaint', () => {
  const who = { actor: 'dpo', reason: 'erasure request' };
  const path = '/v1/addresses/complained%40example.com';
  const erase = (more: Record<string, string>) => fixture.ask('DELETE', path, { query: { ...who, ...more } });
  const status = () => fixture.ask('GET', path, { query: { consistent: 'true' } });
  beforeEach(() => fixture.record(complaint('complained@example.com')));

  test('keeps its hash by default, so that the address stays suppressed', async () => {
    expect((await erase({})).json).toEqual({ erased: true, hashKept: true });
    expect((await status()).json).toMatchObject({ suppressed: true, reason: 'complaint' });
  });

  test('without its hash needs the proof that a release needs', async () => {
    expect(await erase({ keepHash: 'false' })).toMatchObject({
      status: 409,
      json: { type: 'urn:bounce-ledger:problem:needs-proof' },
    });
    expect((await status()).json).toMatchObject({ suppressed: true });
    const erased = await erase({ keepHash: 'false', proof: 'opted in again on 30 April, ticket 4711' });
    expect(erased.json).toEqual({ erased: true, hashKept: false });
    expect(fixture.trail.at(-1)).toMatchObject({ action: 'erase', proof: expect.stringContaining('4711') });
    expect((await status()).json).toMatchObject({ suppressed: false, revision: 0 });
  });
});

test('erasing an unsubscribed address keeps its hash unless the caller says otherwise', async () => {
  const path = '/v1/addresses/left%40example.com';
  const who = { actor: 'dpo', reason: 'erasure request' };
  await fixture.record(
    event('left@example.com', { kind: 'unsubscribe', permanent: null, list: 'newsletter' }),
  );
  expect((await fixture.ask('DELETE', path, { query: who })).json).toEqual({ erased: true, hashKept: true });
  const again = await fixture.ask('DELETE', path, { query: { ...who, keepHash: 'false' } });
  expect(again.json).toEqual({ erased: true, hashKept: false });
});

test.each([
  ['actor', { reason: 'erasure request' }],
  ['reason', { actor: 'dpo' }],
])('an erasure without %s is refused', async (member, query) => {
  const { status, json } = await fixture.ask('DELETE', '/v1/addresses/gone%40example.com', { query });
  expect(status).toBe(400);
  expect(json.detail).toContain(`"${member}"`);
});

test('a table that cannot be read is a 503, never "not suppressed"', async () => {
  const lost = await createFixture();
  await lost.record(event('gone@example.com'));
  await lost.loseTheTable();
  const asked = await Promise.all([
    lost.ask('GET', '/v1/addresses/gone%40example.com'),
    lost.ask('POST', '/v1/check', { body: { addresses: ['gone@example.com'] } }),
    lost.ask('GET', '/v1/suppressions'),
    lost.ask('DELETE', '/v1/addresses/gone%40example.com', { query: { actor: 'dpo', reason: 'why' } }),
  ]);
  for (const { status, headers, json } of asked) {
    expect(status).toBe(503);
    expect(headers['retry-after']).toBeDefined();
    expect(json).not.toHaveProperty('suppressed');
    expect(JSON.stringify(json)).not.toContain('gone@');
  }
  await lost.stop();
});

test('times are RFC 3339 to the second', async () => {
  const { json } = await fixture.ask('GET', '/v1/addresses/gone%40example.com');
  expect(Date.parse(String(json.since)) / 1000).toBe(NOON - 3_600);
});
