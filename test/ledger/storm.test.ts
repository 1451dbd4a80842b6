/** The storm guard: a receiver that is broken must not empty a list. */

import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type WatchedCounts, widestWindow } from '../../shared/ledger/guard/window.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { createLedger, type LedgerDeps } from '../../shared/ledger/ledger.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import type { TableSender } from '../../shared/store/dynamodb/table-client.ts';
import { type Engine, startEngine } from './engine.ts';
import { address, bounce, DAY, event, HOUR, NOON, STACK_KEY, usual } from './events.ts';
import { intercept } from './intercept.ts';

let engine: Engine;
let table: string;
let now: number;
let ledger: Ledger;

beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  table = await engine.createTable();
  now = NOON + 300;
  ledger = open();
});

function open({
  client = engine.client,
  ...deps
}: Partial<LedgerDeps> & { client?: TableSender } = {}): Ledger {
  const store = dynamoDbStore({ client, table });
  return createLedger({ store, settings: usual, stackKey: STACK_KEY, clock: () => now * 1000, ...deps });
}

const people = Array.from({ length: 60 }, (_, i) => address(`p${i}@broken.example`));
const someone = address('p0@broken.example');

/** The first `count` people turn permanent, within five minutes. */
function turn(count: number, over: Ledger = ledger) {
  return over.record(
    people.slice(0, count).map((who, i) => bounce(2001, NOON + (i % 300), { address: who })),
  );
}

const dismiss = { decision: 'dismiss', actor: 'kim', note: 'their LDAP was down' } as const;

describe('fifty addresses of a domain within ten minutes', () => {
  test('open one storm, and are pending for an hour', async () => {
    const { storms } = await turn(50);
    expect(storms).toMatchObject([{ domain: 'broken.example', addresses: 50 }]);
    const answer = await ledger.getStatus(someone);
    expect(answer).toMatchObject({ suppressed: false, suppressionReason: null, lists: [] });
    expect((answer.pendingUntil ?? 0) - now).toBeGreaterThan(55 * 60);
    expect((await ledger.getStatuses([someone]))[0]?.pendingUntil).toBe(answer.pendingUntil);
    expect((await ledger.listSuppressions({})).entries).toEqual([]);
  });

  test('stand when the hour is over', async () => {
    await turn(50);
    now = NOON + 80 * 60;
    expect(await ledger.getStatus(someone)).toMatchObject({
      suppressed: true,
      suppressionReason: 'address-unknown',
      since: NOON,
    });
    expect((await ledger.listSuppressions({ limit: 1000 })).entries).toHaveLength(50);
  });

  test('are counted over batches, processes and time', async () => {
    const opened = [];
    for (let i = 0; i < 10; i++) {
      const batch = people
        .slice(i * 5, i * 5 + 5)
        .map((who) => bounce(2001, NOON + i * 30, { address: who }));
      opened.push(...(await open().record(batch)).storms);
    }
    expect(opened).toHaveLength(1);
  });

  test('are counted to the last one when they come one by one, to several processes', async () => {
    const processes = [open(), open()];
    const opened = [];
    for (const [i, who] of people.slice(0, 50).entries()) {
      const batch = [bounce(2001, NOON + i, { address: who })];
      opened.push(...((await processes[i % 2]?.record(batch))?.storms ?? []));
    }
    expect(opened).toMatchObject([{ domain: 'broken.example', addresses: 50 }]);
    expect(await ledger.getStatus(someone)).toMatchObject({
      suppressed: false,
      pendingUntil: expect.any(Number),
    });
  });

  test('that go on for hours are one storm, which holds each of them little more than an hour', async () => {
    await turn(50);
    const { from } = (await ledger.getStorm('broken.example')) ?? { from: null };
    for (let quarter = 1; quarter <= 8; quarter++) {
      now = NOON + quarter * 900;
      const more = Array.from({ length: 50 }, (_, i) =>
        bounce(2001, now - 60, { address: address(`later${quarter}-${i}@broken.example`) }),
      );
      expect((await ledger.record(more)).storms).toEqual([]);
    }
    expect((await ledger.getStorm('broken.example'))?.from).toBe(from);
    expect(await ledger.getStatus(someone)).toMatchObject({ suppressed: true, since: NOON });
    const last = await ledger.getStatus(address('later8-0@broken.example'));
    expect(last).toMatchObject({ suppressed: false, pendingUntil: expect.any(Number) });
    now = NOON + DAY;
    const again = people.map((who) => bounce(2001, now, { address: address(`again.${who}`) }));
    expect((await ledger.record(again)).storms).toHaveLength(1);
  });

  test('hold back no complaint and no unsubscribe', async () => {
    await turn(50);
    await ledger.record([event({ kind: 'unsubscribe', address: someone, list: 'news', at: NOON })]);
    expect(await ledger.getStatus(someone)).toMatchObject({
      suppressed: true,
      suppressionReason: 'unsubscribe',
    });
    expect((await ledger.listSuppressions({})).entries).toMatchObject([
      { address: someone, suppressionReason: 'unsubscribe' },
    ]);
    expect((await ledger.listSuppressions({ suppressionReason: 'address-unknown' })).entries).toEqual([]);
  });
});

describe('no storm', () => {
  test('forty-nine', async () => {
    expect((await turn(49)).storms).toEqual([]);
    expect((await ledger.getStatus(someone)).suppressed).toBe(true);
  });

  test('the same events again', async () => {
    await turn(30);
    expect((await turn(30)).storms).toEqual([]);
  });

  test('what happened days ago and is replayed now', async () => {
    now = NOON + 3 * DAY;
    expect((await turn(60)).storms).toEqual([]);
    expect((await ledger.getStatus(someone)).suppressed).toBe(true);
  });

  test('spread over an hour', async () => {
    now = NOON + HOUR;
    const spread = people.map((who, i) => bounce(2001, NOON + i * 60, { address: who }));
    expect((await ledger.record(spread)).storms).toEqual([]);
  });

  test('where the policy has no guard', async () => {
    const unguarded = open({ settings: { ...usual, policy: { ...usual.policy, storm: null } } });
    expect((await turn(60, unguarded)).storms).toEqual([]);
  });

  test('a counter that cannot be written fails no batch', async () => {
    const throttled = open({
      client: intercept(engine.client, (command, next) => {
        if (command instanceof UpdateItemCommand)
          throw Object.assign(new Error('no'), { name: 'ThrottlingException' });
        return next(command);
      }),
    });
    const { addresses, storms } = await turn(60, throttled);
    expect(storms).toEqual([]);
    expect([...addresses.values()].every(({ outcome }) => outcome === 'written')).toBe(true);
  });
});

test('a batch costs one write for each domain and each source of which addresses were suppressed', async () => {
  let updates = 0;
  const counting = open({
    client: intercept(engine.client, async (command, next) => {
      if (command instanceof UpdateItemCommand) updates++;
      return next(command);
    }),
  });
  await turn(40, counting);
  expect(updates).toBe(2);
  await counting.record([
    bounce(3999, NOON, { address: address('p50@broken.example') }),
    ...[51, 52].map((i) => bounce(2001, NOON, { address: address(`p${i}@broken.example`) })),
    bounce(2001, NOON, { address: address('p1@other.example') }),
  ]);
  expect(updates).toBe(5);
});

describe('a busy domain', () => {
  const threshold = { addresses: 50, withinMinutes: 10, timesMean: 20, holdMinutes: 60 };
  const minute = Math.floor(NOON / 60);
  const today = Math.floor(NOON / DAY);
  const week = (perDay: number) => new Map(Array.from({ length: 7 }, (_, i) => [today - 1 - i, perDay]));
  const of = (addresses: number, days: ReadonlyMap<number, number>, last: WatchedCounts['last'] = null) =>
    widestWindow({ counts: { minutes: new Map([[minute, addresses]]), days }, threshold, last }, [NOON]);

  test('has a storm at twenty times what it has in a day', () => {
    expect(of(60, week(3))).toMatchObject({ addresses: 60 });
    expect(of(60, week(4))).toBeNull();
    expect(of(500, week(100))).toBeNull();
    expect(of(2_000, week(100))).toMatchObject({ addresses: 2_000 });
  });

  test("yesterday's storm does not hide today's", () => {
    const days = new Map([...week(3), [today - 1, 100_000]]);
    const yesterday = { from: NOON - DAY, until: NOON - DAY + 70 * 60 };
    expect(of(60, days)).toBeNull();
    expect(of(60, days, yesterday)).toMatchObject({ addresses: 60 });
  });

  test('events that come days late make its mean, and no storm of their own', async () => {
    const late = Array.from({ length: 70 }, (_, i) =>
      bounce(2001, NOON - (1 + (i % 7)) * DAY, { address: address(`late${i}@broken.example`) }),
    );
    expect((await ledger.record(late)).storms).toEqual([]);
    expect(await ledger.getStorm('broken.example')).toBeNull();
    expect((await turn(60)).storms).toEqual([]);
    expect((await ledger.getStatus(someone)).suppressed).toBe(true);
  });
});

describe('a person decides', () => {
  test('dismissing voids what the storm said, permanently and for the storm alone', async () => {
    await turn(50);
    await ledger.record([
      event({ kind: 'unsubscribe', address: someone, list: 'news', at: NOON - DAY }),
      bounce(2001, NOON - 10 * DAY, { address: address('p1@broken.example') }),
      bounce(2001, NOON, { address: address('else@other.example') }),
    ]);
    // One of the fifty was dead before the storm, and stays so.
    expect(await ledger.decideStorm('broken.example', dismiss)).toMatchObject({
      released: 49,
      storm: { decided: 'dismissed' },
    });
    now = NOON + 5 * DAY;
    const reason = async (who: string) => (await ledger.getStatus(address(who))).suppressionReason;
    expect(await reason('p2@broken.example')).toBeNull();
    expect(await reason('p0@broken.example')).toBe('unsubscribe');
    expect(await reason('p1@broken.example')).toBe('address-unknown');
    expect(await reason('else@other.example')).toBe('address-unknown');
  });

  test('its events stay void when they are delivered again', async () => {
    const batch = people.slice(0, 50).map((who) => bounce(2001, NOON, { address: who }));
    await ledger.record(batch);
    await ledger.decideStorm('broken.example', dismiss);
    await ledger.record(batch);
    now = NOON + 5 * DAY;
    expect(await ledger.getStatus(someone)).toMatchObject({
      suppressed: false,
      evidence: [{ code: 9999, rule: 'storm-dismissed' }],
    });
  });

  test('a death after a storm that was dismissed counts', async () => {
    await turn(50);
    const { until } = (await ledger.decideStorm('broken.example', dismiss)).storm;
    await ledger.record([bounce(2001, until + 60, { address: someone })]);
    now = until + 120;
    expect(await ledger.getStatus(someone)).toMatchObject({
      suppressed: true,
      suppressionReason: 'address-unknown',
    });
  });

  test('confirming ends the wait', async () => {
    await turn(50);
    await ledger.decideStorm('broken.example', { ...dismiss, decision: 'confirm' });
    expect(await ledger.getStatus(someone)).toMatchObject({
      suppressed: true,
      suppressionReason: 'address-unknown',
    });
    expect(await ledger.getStorm('broken.example')).toMatchObject({ decided: 'confirmed', addresses: 50 });
  });

  test('there must be a storm', async () => {
    await expect(ledger.decideStorm('calm.example', dismiss)).rejects.toMatchObject({ reason: 'no-storm' });
  });
});
