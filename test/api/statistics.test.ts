import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { statisticsSchema } from '../../shared/api/routes/statistics.ts';
import { complaint, createFixture, event, type Fixture, NOON } from './fixture.ts';

const DAY = 86_400;
const delivered = (address: string, at: number) =>
  event(address, {
    kind: 'delivered',
    permanent: null,
    basis: 'none',
    rule: 'delivered',
    at,
    id: `d:${address}`,
  });

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  await fixture.record(
    event('gone@gmail.com', { at: NOON - DAY }),
    event('odd@shop.example', {
      code: 9999,
      permanent: null,
      diagnostic: '550 no (id 8f3c2a91b7)',
      at: NOON - 60,
    }),
    event('odd2@shop.example', {
      code: 9999,
      permanent: null,
      diagnostic: '550 no (id 77aa01bc9d)',
      at: NOON - 60,
    }),
    ...Array.from({ length: 98 }, (_, index) => delivered(`user-${index}@outlook.com`, NOON - 7_200)),
    complaint('user-0@outlook.com', { at: NOON - 3_600, list: 'newsletter' }),
  );
  // The same again changes nothing.
  await fixture.record(
    event('gone@gmail.com', { at: NOON - DAY }),
    delivered('user-3@outlook.com', NOON - 7_200),
  );
  await fixture.ask('DELETE', '/v1/suppressions/gone%40gmail.com', {
    query: { actor: 'support', reason: 'typo fixed' },
  });
});
afterAll(() => fixture.stop());

const ask = async (query: Record<string, string> = {}) => {
  const { status, json } = await fixture.ask('GET', '/v1/statistics', { query });
  expect(status).toBe(200);
  return v.parse(statisticsSchema, json);
};

test('counts each event once, by day, source, kind, code, receiver and list', async () => {
  const { rows, ...rest } = await ask();
  expect(rest).toMatchObject({
    from: '2026-04-24T00:00:00Z',
    to: '2026-05-02T00:00:00Z',
    by: 'day',
    asOf: '2026-05-01T12:00:00Z',
    exact: true,
  });
  const today = { at: '2026-05-01T00:00:00Z', source: 'sendgrid', provider: 'sendgrid' };
  expect(rows).toHaveLength(4);
  expect(rows).toEqual(
    expect.arrayContaining([
      {
        ...today,
        kind: 'delivered',
        permanent: null,
        code: null,
        group: null,
        receiver: 'microsoft',
        list: '*',
        count: 98,
      },
      {
        ...today,
        kind: 'complaint',
        permanent: null,
        code: null,
        group: null,
        receiver: 'microsoft',
        list: 'newsletter',
        count: 1,
      },
      {
        ...today,
        kind: 'bounce',
        permanent: null,
        code: 9999,
        group: 'unknown',
        receiver: 'other',
        list: '*',
        count: 2,
      },
      {
        ...today,
        at: '2026-04-30T00:00:00Z',
        kind: 'bounce',
        permanent: true,
        code: 2001,
        group: 'permanent',
        receiver: 'gmail',
        list: '*',
        count: 1,
      },
    ]),
  );
});

test('counts by the hour, of a span', async () => {
  const { rows, from, to } = await ask({
    by: 'hour',
    from: '2026-05-01T09:30:00Z',
    to: '2026-05-01T11:00:00Z',
  });
  expect([from, to]).toEqual(['2026-05-01T09:00:00Z', '2026-05-01T11:00:00Z']);
  expect(rows).toMatchObject([{ at: '2026-05-01T10:00:00Z', kind: 'delivered', count: 98 }]);
});

test('says what was suppressed and released, and by what', async () => {
  const { changes } = await ask({ by: 'hour' });
  expect(changes).toEqual([
    { at: '2026-05-01T12:00:00Z', reason: 'address-unknown', list: '*', suppressed: 1, released: 1 },
    { at: '2026-05-01T12:00:00Z', reason: 'complaint', list: '*', suppressed: 1, released: 0 },
  ]);
});

test('gives rates of all, of each source and of each receiver', async () => {
  const { rates } = await ask();
  const all = { delivered: 98, bounces: 3, complaints: 1, bounceRate: 3 / 101, complaintRate: 1 / 98 };
  expect(rates).toEqual(
    expect.arrayContaining([
      { source: null, receiver: null, ...all },
      { source: 'sendgrid', receiver: null, ...all },
      {
        source: null,
        receiver: 'microsoft',
        delivered: 98,
        bounces: 0,
        complaints: 1,
        bounceRate: 0,
        complaintRate: 1 / 98,
      },
      {
        source: null,
        receiver: 'gmail',
        delivered: 0,
        bounces: 1,
        complaints: 0,
        bounceRate: null,
        complaintRate: null,
      },
    ]),
  );
});

test('states the rates above which there is an alarm', async () => {
  const { thresholds } = await ask();
  expect(thresholds).toEqual({
    bounceRate: [0.05, 0.1],
    complaintRate: [0.001, 0.003, 0.005],
    minMessages: 1_000,
  });
});

test('lists the replies that no rule knows, alike ones together', async () => {
  expect((await ask()).unknownReplies).toEqual([{ text: '550 no (id …)', count: 2 }]);
});

describe('a span', () => {
  test.each([
    ['that ends before it begins', { from: '2026-05-02', to: '2026-05-01' }, '"from"'],
    ['of more hours than a month has', { from: '2026-03-01', to: '2026-05-01', by: 'hour' }, '744 hours'],
    ['of ages', { from: '0001-01-01', to: '9999-12-31' }, '400 days'],
    ['by the minute', { by: 'minute' }, '"by"'],
    ['that begins at no time', { from: 'yesterday' }, '"from"'],
  ])('%s is refused', async (_, query, detail) => {
    const { status, json } = await fixture.ask('GET', '/v1/statistics', { query });
    expect(status).toBe(400);
    expect(json.detail).toContain(detail);
  });
});

test('lists replies of which the reply code alone is known, too', async () => {
  const known = { at: NOON - 60, permanent: true, diagnostic: '550 Gateway says no' } as const;
  await fixture.record(
    event('gateway@shop.example', { ...known, id: 'gateway', code: 2999, basis: 'reply-code' }),
    event('text@shop.example', { ...known, id: 'text', code: 2001, diagnostic: '550 user unknown' }),
  );
  expect((await ask()).unknownReplies).toEqual([
    { text: '550 no (id …)', count: 2 },
    { text: '550 Gateway says no', count: 1 },
  ]);
});
