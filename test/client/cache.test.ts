import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { knownAnswer } from '../../client/answer.ts';
import { createLedgerClient, type LedgerClientOptions } from '../../client/index.ts';
import { AnswerCache } from '../../client/lookup/cache.ts';
import { respondJson, StandInLedger } from './stand-in-ledger.ts';

let ledger: StandInLedger;
const start = Date.parse('2026-10-05T12:00:00Z');

beforeAll(async () => {
  ledger = await StandInLedger.start();
});
afterAll(() => ledger.stop());
beforeEach(() => {
  // The clock alone: sockets and timers run on.
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  ledger.requests.length = 0;
  ledger.respond = null;
  ledger.suppressed.clear();
  ledger.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
});
afterEach(() => {
  vi.useRealTimers();
});

const open = (options: Partial<LedgerClientOptions> = {}) =>
  createLedgerClient({ url: ledger.url, onUnavailable: 'hold', ...options } as LedgerClientOptions);
const atSecond = (seconds: number) => vi.setSystemTime(start + seconds * 1_000);

/** The seconds after the first answer at which the ledger is asked again. */
async function askedAgainAt(client: ReturnType<typeof open>, address: string, seconds: readonly number[]) {
  await client.get(address);
  const again: number[] = [];
  for (const second of seconds) {
    atSecond(second);
    const before = ledger.requests.length;
    await client.get(address);
    if (ledger.requests.length > before) again.push(second);
  }
  return again;
}

describe('the cache holds', () => {
  test('that an address is suppressed for an hour', async () => {
    expect(await askedAgainAt(open(), 'gone@example.com', [301, 3_599, 3_600])).toEqual([3_600]);
  });

  test('that an address is not suppressed for five minutes', async () => {
    expect(await askedAgainAt(open(), 'ann@example.com', [299, 300])).toEqual([300]);
  });

  test('a suppression not beyond its end', async () => {
    ledger.suppressed.set('full@example.com', {
      reason: 'mailbox-full',
      code: 3001,
      until: '2026-10-05T12:10:00Z',
    });
    expect(await askedAgainAt(open(), 'full@example.com', [599, 600])).toEqual([600]);
  });

  test('a pending answer not beyond the end of the incident', async () => {
    ledger.respond = ({ addresses }, response) =>
      respondJson(response, 200, {
        results: addresses.map((address) => ({
          ...ledger.document(address),
          pendingUntil: '2026-10-05T12:00:30Z',
        })),
      });
    expect(await askedAgainAt(open(), 'ann@example.com', [29, 30])).toEqual([30]);
  });

  test('a failure for three seconds, and then what the ledger answers', async () => {
    const client = open({ deadlineMs: 60 });
    ledger.respond = (_, response) => respondJson(response, 403, {});
    expect(await askedAgainAt(client, 'ann@example.com', [2, 3])).toEqual([3]);
    ledger.respond = null;
    atSecond(6);
    expect(await client.get('ann@example.com')).toMatchObject({ outcome: 'not-suppressed' });
  });

  test('answers as long as configured', async () => {
    const cache = { suppressedSeconds: 10, notSuppressedSeconds: 1 };
    expect(await askedAgainAt(open({ cache }), 'gone@example.com', [9, 10])).toEqual([10]);
    atSecond(0);
    expect(await askedAgainAt(open({ cache }), 'ann@example.com', [0.9, 1])).toEqual([1]);
  });

  test('nothing when it is off', async () => {
    expect(await askedAgainAt(open({ cache: false }), 'gone@example.com', [0, 0])).toEqual([0, 0]);
  });

  test('answers of each list apart', async () => {
    const client = open();
    await client.get('gone@example.com', { list: 'a' });
    await client.get('gone@example.com', { list: 'b' });
    await client.get('gone@example.com', { list: 'a' });
    expect(ledger.requests.map(({ list }) => list)).toEqual(['a', 'b']);
  });
});

/** An event as EventBridge delivers it. */
const event = (type: string, address: string | null) => ({
  version: '0',
  id: '6f1b2c3d-0000-4000-8000-000000000000',
  'detail-type': type,
  source: 'bounce-ledger',
  account: '123456789012',
  time: '2026-10-05T12:00:00Z',
  region: 'eu-central-1',
  resources: [],
  detail: { address, key: 'k', revision: 4, before: [], after: [] },
});

describe('an event of the bus', () => {
  test.each(['address.suppressed', 'address.released'])(
    '%s drops the answer to its address',
    async (type) => {
      const client = open();
      await client.check(['ann@example.com', 'bob@example.com']);
      await client.check(['ann@example.com'], { list: 'news' });
      client.applyEvent(event(type, 'ann@example.com'));
      await client.check(['ann@example.com', 'bob@example.com']);
      await client.check(['ann@example.com'], { list: 'news' });
      expect(ledger.requests.slice(2).map(({ addresses, list }) => [addresses, list])).toEqual([
        [['ann@example.com'], undefined],
        [['ann@example.com'], 'news'],
      ]);
    },
  );

  test('drops the answer to a recipient whose plus tag the ledger folds', async () => {
    ledger.respond = ({ addresses }, response) =>
      respondJson(response, 200, {
        results: addresses.map((address) => ledger.document(address.replace('+news', ''))),
      });
    const client = open();
    await client.get('ann+news@example.com');
    client.applyEvent(event('address.suppressed', 'ann@example.com'));
    await client.get('ann+news@example.com');
    expect(ledger.requests).toHaveLength(2);
  });

  test('drops everything where the ledger stores hashes and the event names no address', async () => {
    const client = open();
    await client.check(['ann@example.com', 'gone@example.com']);
    client.applyEvent(JSON.stringify(event('address.suppressed', null)));
    await client.check(['ann@example.com', 'gone@example.com']);
    expect(ledger.requests).toHaveLength(2);
  });

  test('of other kinds and other sources drops nothing', async () => {
    const client = open();
    await client.get('ann@example.com');
    for (const other of [
      { ...event('address.suppressed', 'ann@example.com'), source: 'aws.ses' },
      event('something.else', 'ann@example.com'),
      { ...event('incident.opened', null), detail: { incident: 'storm' } },
      'no JSON',
      null,
    ]) {
      client.applyEvent(other);
    }
    await client.get('ann@example.com');
    expect(ledger.requests).toHaveLength(1);
  });

  test('that comes while the ledger is asked keeps the stale answer out of the cache', async () => {
    const client = open();
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    ledger.respond = async (request, response) => {
      const body = JSON.stringify({ results: request.addresses.map((address) => ledger.document(address)) });
      await released;
      response.end(body);
    };
    const stale = client.get('ann@example.com');
    await expect.poll(() => ledger.requests.length).toBe(1);
    ledger.suppressed.set('ann@example.com', { reason: 'complaint', code: 8001 });
    client.applyEvent(event('address.suppressed', 'ann@example.com'));
    const fresh = client.get('ann@example.com');
    release();
    expect(await stale).toMatchObject({ suppressed: false });
    expect(await fresh).toMatchObject({ suppressed: true });
    expect(await client.get('ann@example.com')).toMatchObject({ suppressed: true });
    expect(ledger.requests).toHaveLength(2);
  });
});

describe('the cache is bounded', () => {
  const answer = knownAnswer('x', {
    address: 'x',
    suppressed: false,
    reason: null,
    code: null,
    list: null,
    since: null,
    until: null,
    pendingUntil: null,
    advice: '',
    revision: 0,
  });
  const entry = { answer, expiresAt: Number.POSITIVE_INFINITY, isUnavailable: false };

  test('over all lists, and holds at least half its bound', () => {
    const cache = new AnswerCache(100);
    for (let n = 0; n < 1_000; n++) {
      cache.set(`list ${n % 7}`, `r${n}`, entry);
      expect(cache.size).toBeLessThanOrEqual(100);
    }
    for (let n = 950; n < 1_000; n++) expect(cache.get(`list ${n % 7}`, `r${n}`, 0)).toBe(answer);
  });

  test('and keeps what is asked for again and again', () => {
    const cache = new AnswerCache(100);
    cache.set(undefined, 'often', entry);
    for (let n = 0; n < 1_000; n++) {
      cache.set(undefined, `r${n}`, entry);
      expect(cache.get(undefined, 'often', 0)).toBe(answer);
    }
  });
});
