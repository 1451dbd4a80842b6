/** The source guard: one leaked secret must not suppress everyone its holder knows. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { createLedger, type Ledger, type LedgerDeps } from '../../shared/ledger/ledger.ts';
import { type MemoryStore, memoryStore } from '../../shared/store/memory/memory-store.ts';
import { address, bounce, DAY, event, HOUR, NOON, STACK_KEY, usual } from './events.ts';

let store: MemoryStore;
let now: number;
let ledger: Ledger;

beforeEach(() => {
  store = memoryStore();
  now = NOON;
  ledger = open();
});

function open(deps: Partial<LedgerDeps> = {}): Ledger {
  return createLedger({ store, settings: usual, stackKey: STACK_KEY, clock: () => now * 1000, ...deps });
}

const MINUTE = 60;
/** Addresses of so many domains that no storm opens. */
const nth = (i: number) => address(`p${i}@domain-${i % 300}.example`);
const people = Array.from({ length: 3_000 }, (_, i) => nth(i));

type Forge = (who: ClassifiedEvent['address'], i: number) => ClassifiedEvent;
const forgeries = {
  complaints: (who: ClassifiedEvent['address']) =>
    event({ kind: 'complaint', address: who, list: 'news', at: now, source: 'leaked' }),
  unsubscribes: (who: ClassifiedEvent['address']) =>
    event({ kind: 'unsubscribe', address: who, list: 'news', at: now, source: 'leaked' }),
  'drops by the ESP’s own list': (who: ClassifiedEvent['address']) =>
    event({
      kind: 'dropped',
      code: 1999,
      onEspSuppressionList: true,
      address: who,
      at: now,
      source: 'leaked',
    }),
  'hard bounces': (who: ClassifiedEvent['address']) => bounce(2001, now, { address: who, source: 'leaked' }),
  'hard bounces dated into the past': (who: ClassifiedEvent['address'], i: number) =>
    bounce(2001, now - i * HOUR, { address: who, source: 'leaked' }),
};

/** The holder of the secret reports on addresses, a hundred a batch, six batches a minute. */
async function flood(forge: Forge, count = 3_000, over = ledger) {
  const opened = [];
  for (let done = 0; done < count; done += 100) {
    const batch = people.slice(done, Math.min(done + 100, count)).map((who, i) => forge(who, done + i));
    opened.push(...(await over.record(batch)).sourceIncidents);
    now += 10;
  }
  return opened;
}

const isSuppressed = async (i: number, consistent = true) =>
  (await ledger.getStatus(nth(i), { consistent })).suppressed;

describe.each(Object.entries(forgeries))('3,000 %s by one source without a history', (name, forge) => {
  test('open one incident and are pending', async () => {
    const opened = await flood(forge);
    expect(opened).toMatchObject([{ source: 'leaked', addresses: 200 }]);
    const status = await ledger.getStatus(nth(2_999));
    expect(status).toMatchObject({ suppressed: false, suppressionReason: null, lists: [] });
    expect(status.pendingUntil).toBeGreaterThan(now + 50 * MINUTE);
    expect(await isSuppressed(0)).toBe(false);
    expect((await ledger.listSuppressions({})).entries).toEqual([]);
    expect(await ledger.getSourceIncident('leaked')).toMatchObject({
      waits: true,
      addresses: expect.any(Number),
    });
  });

  const waits = name !== 'complaints' && name !== 'unsubscribes';
  test(waits ? 'wait for the operator' : 'apply after the hour without a decision', async () => {
    await flood(forge);
    now += 3 * HOUR;
    expect(await isSuppressed(2_999)).toBe(!waits);
    now += 30 * DAY;
    expect(await isSuppressed(0)).toBe(!waits);
  });

  test('confirmed by the operator, they apply at once', async () => {
    await flood(forge);
    await ledger.decideSourceIncident('leaked', { decision: 'confirm', actor: 'kim', note: 'a new list' });
    expect(await isSuppressed(7)).toBe(true);
    expect((await ledger.listSuppressions({ limit: 1_000 })).entries).toHaveLength(1_000);
  });

  test('dismissed by the operator, they are void, also when they are delivered again', async () => {
    const earlier = bounce(2001, NOON - 9 * DAY, { address: nth(3) });
    await ledger.record([earlier]);
    const batch = people.slice(0, 300).map((who, i) => forge(who, i));
    await ledger.record(batch);
    const decision = { decision: 'dismiss', actor: 'kim', note: 'its secret leaked' } as const;
    const { released } = await ledger.decideSourceIncident('leaked', decision);
    expect(released).toBeGreaterThanOrEqual(299);
    await ledger.record(batch);
    now += 2 * HOUR;
    expect([await isSuppressed(0), await isSuppressed(299)]).toEqual([false, false]);
    expect(await isSuppressed(3)).toBe(true);
  });
});

describe('what a source usually does', () => {
  /** A week in which a source suppresses so many addresses a day. */
  async function week(perDay: number) {
    for (let day = 7; day > 0; day--) {
      for (let i = 0; i < perDay; i += 50) {
        now = NOON - day * DAY + i * MINUTE;
        const batch = Array.from({ length: Math.min(50, perDay - i) }, (_, n) =>
          bounce(2001, now, { address: address(`d${day}-${i + n}@domain-${n}.example`), source: 'leaked' }),
        );
        await ledger.record(batch);
      }
    }
    now = NOON;
  }

  test('up to 199 addresses within ten minutes open nothing', async () => {
    expect(await flood(forgeries['hard bounces'], 199)).toEqual([]);
    expect(await isSuppressed(0)).toBe(true);
  });

  test('twenty times the daily mean is too much, less is not', async () => {
    await week(100);
    const forge: Forge = forgeries['hard bounces'];
    expect(await flood(forge, 1_900)).toEqual([]);
    expect(await flood((who, i) => forge(address(`more${i}-${who}`), i), 200)).toMatchObject([
      { source: 'leaked' },
    ]);
    expect((await ledger.getSourceIncident('leaked'))?.waits).toBeUndefined();
    now += 2 * HOUR;
    expect(await isSuppressed(1_899)).toBe(true);
  });

  test('addresses spread over hours open nothing', async () => {
    for (let i = 0; i < 1_000; i += 50) {
      now += 15 * MINUTE;
      const batch = people
        .slice(i, i + 50)
        .map((who) => bounce(2001, now, { address: who, source: 'leaked' }));
      expect((await ledger.record(batch)).sourceIncidents).toEqual([]);
    }
  });

  test('addresses that are suppressed already are not counted', async () => {
    const forge: Forge = forgeries['hard bounces'];
    await flood(forge, 150);
    for (let again = 0; again < 4; again++) expect(await flood(forge, 150)).toEqual([]);
  });
});

describe('what the guard leaves alone', () => {
  test('another source at the same time', async () => {
    await flood(forgeries['hard bounces'], 1_000);
    const other = bounce(2001, now, { address: nth(2_000), source: 'ses' });
    await ledger.record([other]);
    expect(await isSuppressed(2_000)).toBe(true);
  });

  test('a suppression from before the incident, and one of another source of the same address', async () => {
    await ledger.record([bounce(2001, now - DAY, { address: nth(0) })]);
    now += HOUR;
    await flood(forgeries.complaints, 1_000);
    expect(await ledger.getStatus(nth(0), { consistent: true })).toMatchObject({
      suppressed: true,
      suppressionReason: 'address-unknown',
    });
    expect(await isSuppressed(1)).toBe(false);
  });

  test('imports, replays and manual actions', async () => {
    const imported = people.slice(0, 1_000).map((who) => ({
      ...bounce(2001, now, { address: who, source: 'import' }),
      imported: true,
    }));
    expect((await ledger.record(imported)).sourceIncidents).toEqual([]);
    const replayed = people.slice(1_000, 2_000).map((who) => ({
      ...bounce(2001, now, { address: who, source: 'ses' }),
      replayGeneration: 7,
    }));
    expect((await ledger.record(replayed)).sourceIncidents).toEqual([]);
    expect([await isSuppressed(0), await isSuppressed(1_999)]).toEqual([true, true]);
  });

  test('everything, where the policy has no source guard', async () => {
    const settings = { ...usual, policy: { ...usual.policy, sourceGuard: null } };
    const unguarded = open({ settings });
    expect(await flood(forgeries.complaints, 1_000, unguarded)).toEqual([]);
    expect((await unguarded.getStatus(nth(0))).suppressed).toBe(true);
  });
});

test('what follows belongs to an incident that waits, so that a quiet day confirms nothing', async () => {
  const forge: Forge = forgeries['hard bounces'];
  await flood(forge);
  const { from } = (await ledger.getSourceIncident('leaked')) ?? { from: 0 };
  now += DAY;
  await flood((who, i) => forge(address(`again.${who}`), i), 1_500);
  expect(await ledger.getSourceIncident('leaked')).toMatchObject({ from, waits: true });
  now += 2 * DAY;
  expect([await isSuppressed(0), await isSuppressed(2_999)]).toEqual([false, false]);
});

test('another process learns of an incident within seconds', async () => {
  const other = open();
  const who = nth(0);
  await flood(forgeries.complaints, 100);
  expect((await other.getStatus(who)).suppressed).toBe(true);
  await flood(
    (one, i) =>
      event({ kind: 'complaint', address: address(`x${i}.${one}`), list: 'news', at: now, source: 'leaked' }),
    1_000,
  );
  now += 5;
  expect(await other.getStatus(who)).toMatchObject({ suppressed: false, pendingUntil: expect.any(Number) });
});

test('a source that never had an incident has none to decide about', async () => {
  expect(await ledger.getSourceIncident('calm')).toBeNull();
  const decision = { decision: 'confirm', actor: 'kim', note: 'nothing' } as const;
  await expect(ledger.decideSourceIncident('calm', decision)).rejects.toMatchObject({
    reason: 'no-incident',
  });
});
