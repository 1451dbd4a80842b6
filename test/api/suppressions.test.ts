import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { complaint, createFixture, event, type Fixture, NOON } from './fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
});
beforeEach(() => {
  fixture.trail.length = 0;
  fixture.auditFails = false;
});
afterAll(() => fixture.stop());

const path = (address: string) => `/v1/suppressions/${encodeURIComponent(address)}`;
const statement = { actor: 'support', reason: 'asked by letter' };

describe('PUT /v1/suppressions/{address}', () => {
  test('suppresses, answers the verdict after, and audits before and after', async () => {
    const { status, json, headers } = await fixture.ask('PUT', path('ann@example.com'), { body: statement });
    expect(status).toBe(200);
    expect(headers.etag).toBe(`"${json.revision}"`);
    expect(json).toMatchObject({
      suppressed: true,
      reason: 'manual',
      list: '*',
      since: '2026-05-01T12:00:00Z',
    });
    expect(json.evidence).toMatchObject([{ kind: 'suppress', ...statement }]);

    const [asked, done] = fixture.trail;
    expect(asked).toMatchObject({
      action: 'suppress',
      at: '2026-05-01T12:00:00.000Z',
      subject: { addressHash: expect.stringMatching(/^[\w-]{22}$/), list: '*' },
      ...statement,
      before: { suppressed: false, revision: 0 },
    });
    expect(asked).not.toHaveProperty('after');
    expect(done).toMatchObject({ id: asked?.id, after: { suppressed: true, revision: json.revision } });
  });

  test('suppresses for one list alone', async () => {
    await fixture.ask('PUT', path('bea@example.com'), { body: { ...statement, list: 'newsletter' } });
    const getStatus = (list: string) =>
      fixture.ask('GET', '/v1/addresses/bea%40example.com', { query: { list, consistent: 'true' } });
    expect((await getStatus('newsletter')).json).toMatchObject({ suppressed: true });
    expect((await getStatus('receipts')).json).toMatchObject({ suppressed: false });
  });

  test.each([
    ['who', { reason: 'why' }, '"actor"'],
    ['why', { actor: 'who' }, '"reason"'],
    ['a reason in words', { actor: 'who', reason: '  ' }, '"reason"'],
  ])('wants to know %s', async (_, body, member) => {
    const { status, json } = await fixture.ask('PUT', path('carl@example.com'), { body });
    expect(status).toBe(400);
    expect(json.detail).toContain(member);
    expect(fixture.trail).toEqual([]);
  });

  test('changes nothing that it cannot audit', async () => {
    fixture.auditFails = true;
    const refused = await fixture.ask('PUT', path('dora@example.com'), { body: statement });
    expect(refused).toMatchObject({
      status: 503,
      json: { type: 'urn:bounce-ledger:problem:audit-unavailable' },
    });
    const { json } = await fixture.ask('GET', '/v1/addresses/dora%40example.com', {
      query: { consistent: 'true' },
    });
    expect(json).toMatchObject({ suppressed: false, revision: 0 });
  });
});

describe('If-Match', () => {
  test('lets a change through that was decided on the record as it is', async () => {
    await fixture.record(event('eve@example.com'));
    const { json, headers } = await fixture.ask('GET', '/v1/addresses/eve%40example.com');
    const released = await fixture.ask('DELETE', path('eve@example.com'), {
      body: statement,
      headers: { 'if-match': String(headers.etag) },
    });
    expect(released).toMatchObject({ status: 200, json: { suppressed: false } });
    expect(released.json.revision).toBeGreaterThan(Number(json.revision));
  });

  test('may name several revisions, one of which must be the record’s', async () => {
    await fixture.record(event('lou@example.com'));
    const { headers } = await fixture.ask('GET', '/v1/addresses/lou%40example.com');
    const release = (ifMatch: string) =>
      fixture.ask('DELETE', path('lou@example.com'), { body: statement, headers: { 'if-match': ifMatch } });
    expect(await release('"1", "2"')).toMatchObject({ status: 412 });
    // A weak tag never matches (RFC 9110, 13.1.1).
    expect(await release(`W/${headers.etag}`)).toMatchObject({ status: 412 });
    expect(await release(`"1", ${headers.etag} ,"2"`)).toMatchObject({ status: 200 });
    expect(await release('*')).toMatchObject({ status: 404 });
  });

  test('answers 412 when the record has changed since, and changes nothing', async () => {
    await fixture.record(event('finn@example.com'));
    const seen = await fixture.ask('GET', '/v1/addresses/finn%40example.com');
    await fixture.record(event('finn@example.com', { id: 'sendgrid:another', at: NOON - 60 }));
    const refused = await fixture.ask('DELETE', path('finn@example.com'), {
      body: statement,
      headers: { 'if-match': String(seen.headers.etag) },
    });
    expect(refused).toMatchObject({
      status: 412,
      json: { type: 'urn:bounce-ledger:problem:revision-mismatch' },
    });
    expect(fixture.trail).toEqual([]);
    const { json } = await fixture.ask('GET', '/v1/addresses/finn%40example.com');
    expect(json).toMatchObject({ suppressed: true });
  });
});

test('without If-Match a change is made while others are writing, and the audit says what each one found', async () => {
  const lists = ['a', 'b', 'c', 'd', 'e', 'f'];
  const answers = await Promise.all(
    lists.map((list) => fixture.ask('PUT', path('kit@example.com'), { body: { ...statement, list } })),
  );
  expect(answers.map(({ status }) => status)).toEqual(lists.map(() => 200));
  const { json } = await fixture.ask('GET', '/v1/addresses/kit%40example.com');
  expect(json.lists).toHaveLength(lists.length);
  const outcomes = fixture.trail.filter(({ after }) => after !== undefined);
  const revisions = outcomes.map(({ before }) => before && 'revision' in before && before.revision);
  expect(new Set(revisions).size).toBe(lists.length);
});

describe('DELETE /v1/suppressions/{address}', () => {
  test('releases, who and why in the body or in the query', async () => {
    await fixture.record(event('gus@example.com'), event('hal@example.com'));
    const byBody = await fixture.ask('DELETE', path('gus@example.com'), { body: statement });
    const byQuery = await fixture.ask('DELETE', path('hal@example.com'), { query: statement });
    expect(byBody).toMatchObject({ status: 200, json: { suppressed: false } });
    expect(byQuery).toMatchObject({ status: 200, json: { suppressed: false } });
  });

  test('releases a complaint only with a stated proof', async () => {
    await fixture.record(complaint('ida@example.com'));
    const without = await fixture.ask('DELETE', path('ida@example.com'), { body: statement });
    expect(without).toMatchObject({ status: 409, json: { type: 'urn:bounce-ledger:problem:needs-proof' } });
    const body = { ...statement, proof: 'opted in again on 30 April, ticket 4711' };
    const released = await fixture.ask('DELETE', path('ida@example.com'), { body });
    expect(released).toMatchObject({ status: 200, json: { suppressed: false } });
    expect(released.json.evidence).toContainEqual(
      expect.objectContaining({ kind: 'release', hasProof: true }),
    );
    expect(fixture.trail.at(-1)).toMatchObject({ proof: body.proof, before: { suppressed: true } });
  });

  test('finds nothing to release for a transactional list on which a complaint does not stand', async () => {
    await fixture.record(complaint('mia@example.com'));
    const release = (list: string) =>
      fixture.ask('DELETE', path('mia@example.com'), { body: { ...statement, list } });
    expect(await release('receipts')).toMatchObject({
      status: 404,
      json: { type: 'urn:bounce-ledger:problem:not-suppressed' },
    });
    expect(await release('newsletter')).toMatchObject({
      status: 409,
      json: { type: 'urn:bounce-ledger:problem:stands-on-every-list' },
    });
  });

  test('answers 404 where there is nothing to release', async () => {
    const { status, json } = await fixture.ask('DELETE', path('nobody@example.com'), { body: statement });
    expect(status).toBe(404);
    expect(json).toMatchObject({ type: 'urn:bounce-ledger:problem:not-suppressed' });
  });

  test('does not release for one list what stands on every list', async () => {
    await fixture.record(event('jon@example.com'));
    const refused = await fixture.ask('DELETE', path('jon@example.com'), {
      body: { ...statement, list: 'newsletter' },
    });
    expect(refused).toMatchObject({
      status: 409,
      json: { type: 'urn:bounce-ledger:problem:stands-on-every-list' },
    });
  });
});

describe('GET /v1/suppressions', () => {
  let listing: Fixture;
  beforeAll(async () => {
    listing = await createFixture();
    await listing.record(
      event('gone@example.com', { at: NOON - 7_200 }),
      event('full@example.com', { code: 2002, rule: 'status/5.1.2', at: NOON - 3_600 }),
      complaint('angry@example.com', { list: 'newsletter', at: NOON - 60 }),
      event('blocked@example.com', { code: 1003, rule: 'blocklist/own' }),
    );
  });
  afterAll(() => listing.stop());

  async function listed(query: Record<string, string>): Promise<unknown> {
    const { status, json } = await listing.ask('GET', '/v1/suppressions', { query });
    expect(status).toBe(200);
    const rows = Array.isArray(json.suppressions) ? json.suppressions : [];
    return rows.map((row) => row.address).sort();
  }

  test('lists the suppressed addresses with their verdicts', async () => {
    const { json } = await listing.ask('GET', '/v1/suppressions');
    expect(json.cursor).toBeNull();
    expect(json.suppressions).toHaveLength(3);
    expect(json.suppressions).toContainEqual({
      address: 'gone@example.com',
      list: '*',
      reason: 'address-unknown',
      code: 2001,
      rule: 'address-unknown/user-unknown',
      since: '2026-05-01T10:00:00Z',
      until: null,
      exceptTransactional: false,
    });
  });

  test.each([
    [{ code: '2001' }, ['gone@example.com']],
    [{ group: 'permanent' }, ['full@example.com', 'gone@example.com']],
    [{ reason: 'complaint' }, ['angry@example.com']],
    [{ since: '2026-05-01T11:30:00Z' }, ['angry@example.com']],
    [{ since: '2026-05-02' }, []],
    [{ group: 'permanent', since: '2026-05-01T13:00:00+02:00' }, ['full@example.com']],
  ])('filters by %o', async (query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  test('gives pages by cursor, each address once', async () => {
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { json } = await listing.ask('GET', '/v1/suppressions', {
        query: { limit: '1', ...(cursor && { cursor }) },
      });
      const rows = Array.isArray(json.suppressions) ? json.suppressions : [];
      expect(rows.length).toBeLessThanOrEqual(1);
      seen.push(...rows.map((row) => row.address));
      cursor = typeof json.cursor === 'string' ? json.cursor : undefined;
    } while (cursor);
    expect(seen.sort()).toEqual(['angry@example.com', 'full@example.com', 'gone@example.com']);
  });

  test.each<Record<string, string>>([
    { code: '20' },
    { group: 'angry' },
    { reason: 'because' },
    { since: 'yesterday' },
    { since: '2026-13-45' },
    { since: '2026-02-31' },
    { limit: '0' },
    { limit: '1001' },
    { cursor: 'made up' },
  ])('refuses %o', async (query) => {
    const { status, json } = await listing.ask('GET', '/v1/suppressions', { query });
    expect(status).toBe(400);
    expect(json.detail).toContain(Object.keys(query)[0]);
  });
});
