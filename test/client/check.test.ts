import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLedgerClient, type LedgerClientOptions } from '../../client/index.ts';
import { respondJson, StandInLedger } from './stand-in-ledger.ts';

let ledger: StandInLedger;
beforeAll(async () => {
  ledger = await StandInLedger.start();
});
afterAll(() => ledger.stop());
beforeEach(() => {
  ledger.requests.length = 0;
  ledger.respond = null;
  ledger.suppressed.clear();
  ledger.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
});

const open = (options: Partial<LedgerClientOptions> = {}) =>
  createLedgerClient({ url: ledger.url, onUnavailable: 'throw', ...options } as LedgerClientOptions);
const numbered = (count: number) => Array.from({ length: count }, (_, n) => `r${n}@example.com`);

describe('check', () => {
  test('answers each recipient in order, with what the ledger says', async () => {
    const answers = await open({ list: 'news' }).check(['ann@example.com', 'gone@example.com']);
    expect(answers).toEqual([
      {
        outcome: 'not-suppressed',
        recipient: 'ann@example.com',
        send: true,
        address: 'ann@example.com',
        suppressed: false,
        reason: null,
        code: null,
        list: null,
        since: null,
        until: null,
        pendingUntil: null,
        advice: 'Nothing stands against it.',
        revision: 0,
      },
      {
        outcome: 'suppressed',
        recipient: 'gone@example.com',
        send: false,
        address: 'gone@example.com',
        suppressed: true,
        reason: 'address-unknown',
        code: 2001,
        list: '*',
        since: '2026-10-01T00:00:00Z',
        until: null,
        pendingUntil: null,
        advice: 'Do not write again.',
        revision: 3,
      },
    ]);
    expect(ledger.requests).toMatchObject([
      { method: 'POST', path: '/v1/check', list: 'news', addresses: ['ann@example.com', 'gone@example.com'] },
    ]);
  });

  test('answers what is no address as invalid, alone and without asking about it', async () => {
    const answers = await open().check(['ann', 'gone@example.com', '', 'a b@example.com']);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['invalid', 'suppressed', 'invalid', 'invalid']);
    expect(answers[0]).toMatchObject({ recipient: 'ann', send: false, reason: 'invalid-address' });
    expect(ledger.requests).toMatchObject([{ addresses: ['gone@example.com'] }]);
  });

  test('answers as invalid what the ledger alone takes for no address', async () => {
    ledger.respond = ({ addresses }, response) =>
      respondJson(response, 200, {
        results: addresses.map((address) => ({ address, error: 'not an address' })),
      });
    expect(await open().check(['odd@example.com'])).toMatchObject([{ outcome: 'invalid', send: false }]);
  });

  test('reads a recipient with display name, brackets and capitals, and gives it back as written', async () => {
    const [answer] = await open().check(['"Doe, Jane" <Gone@Example.COM>']);
    expect(answer).toMatchObject({
      recipient: '"Doe, Jane" <Gone@Example.COM>',
      address: 'gone@example.com',
      suppressed: true,
    });
  });

  test('asks for 2,500 recipients in batches of 1,000, order kept', async () => {
    const recipients = numbered(2_500);
    ledger.suppressed.set('r1999@example.com', { reason: 'complaint', code: 8001 });
    const answers = await open().check(recipients);
    expect(answers.map(({ recipient }) => recipient)).toEqual(recipients);
    expect(answers.filter(({ send }) => !send).map(({ recipient }) => recipient)).toEqual([
      'r1999@example.com',
    ]);
    expect(ledger.requests.map(({ addresses }) => addresses.length).sort()).toEqual([1_000, 1_000, 500]);
  });

  test('asks no question for no recipient', async () => {
    expect(await open().check([])).toEqual([]);
    expect(ledger.requests).toEqual([]);
  });

  test('asks for the list of the call instead of the client', async () => {
    const client = open({ list: 'news' });
    await client.check(['ann@example.com'], { list: 'receipts' });
    await client.check(['ann@example.com']);
    expect(ledger.requests.map(({ list }) => list)).toEqual(['receipts', 'news']);
  });

  test('has at most the configured calls under way', async () => {
    let underWay = 0;
    let most = 0;
    ledger.respond = async (request, response) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 20));
      underWay--;
      ledger.answer(request, response);
    };
    const client = open({ maxConcurrentCalls: 2 });
    await Promise.all([client.check(numbered(3_000)), client.check(['x@example.com'], { list: 'other' })]);
    expect(most).toBe(2);
    expect(ledger.requests).toHaveLength(4);
  });
});

describe('calls at the same time', () => {
  test('for one address are one, however it is written', async () => {
    const client = open();
    const [a, b, [c], { send }] = await Promise.all([
      client.get('gone@example.com'),
      client.get('Gone <GONE@example.com>'),
      client.check(['gone@example.com', 'gone@example.com']),
      client.filter({ to: 'gone@example.com, ann@example.com' }),
    ]);
    expect([a.suppressed, b.suppressed, c?.suppressed]).toEqual([true, true, true]);
    expect(send).toEqual({ to: 'ann@example.com' });
    expect(ledger.requests).toMatchObject([{ addresses: ['gone@example.com', 'ann@example.com'] }]);
  });

  test('for an address whose call is under way wait for it', async () => {
    const client = open({ cache: false });
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    ledger.respond = async (request, response) => {
      await released;
      ledger.answer(request, response);
    };
    const first = client.get('gone@example.com');
    await expect.poll(() => ledger.requests.length).toBe(1);
    const second = client.get('gone@example.com');
    release();
    expect(await second).toEqual(await first);
    expect(ledger.requests).toHaveLength(1);
    await client.get('gone@example.com');
    expect(ledger.requests).toHaveLength(2);
  });

  test('for one address and two lists are two', async () => {
    const client = open();
    await Promise.all([
      client.get('gone@example.com', { list: 'a' }),
      client.get('gone@example.com', { list: 'b' }),
    ]);
    expect(ledger.requests.map(({ list }) => list).sort()).toEqual(['a', 'b']);
  });
});

describe('get', () => {
  test('reads what was just written past the cache, where asked to', async () => {
    const client = open({ list: 'my news' });
    expect(await client.get('ann+x@example.com')).toMatchObject({ suppressed: false });
    ledger.suppressed.set('ann+x@example.com', { reason: 'manual', code: 9001 });
    expect(await client.get('ann+x@example.com')).toMatchObject({ suppressed: false });
    expect(await client.get('Ann+X@example.com', { consistent: true })).toMatchObject({
      suppressed: true,
      reason: 'manual',
    });
    expect(ledger.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v1/addresses/ann%2Bx%40example.com?consistent=true&list=my%20news',
    });
  });
});

test('the ledger may answer with the plus tag folded', async () => {
  ledger.respond = (_, response) => {
    respondJson(response, 200, { results: [ledger.document('gone@example.com')] });
  };
  expect(await open().check(['gone+news@example.com'])).toMatchObject([
    { recipient: 'gone+news@example.com', address: 'gone@example.com', suppressed: true },
  ]);
});
