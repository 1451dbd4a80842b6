/** The contract of `RecordStore`: the same suite on every store. With DYNAMODB_ENDPOINT the table is DynamoDB Local's. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GuardIncident, type GuardSubject, subjectKey } from '../../shared/ledger/guard/incident.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { allVerdicts } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import {
  absentRecord,
  positionAt,
  type RecordStore,
  type StoredRecord,
} from '../../shared/store/record-store.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { address, bounce, DAY, event, merge, NOON, usual } from '../ledger/events.ts';

const policy = compilePolicy(usual);
const ann = 'ann@receiver.example';
const ANN = recordKey(ann, null);

/** A record with every field that a store must give back. */
function record(revision: number, who = ann, since = NOON): StoredRecord {
  const own = address(who);
  const merged = merge(emptyRecord, [
    bounce(2001, since, {
      id: 'a',
      address: own,
      diagnostic: '550 5.1.1 unknown',
      originalAddress: `A${who}`,
    }),
    bounce(3999, since - DAY, { id: 'b', address: own, rule: 'greylisted.ünïcode', source: 'ses' }),
    event({ kind: 'complaint', id: 'c', address: own, at: since - 60, list: 'news' }),
    event({
      kind: 'release',
      id: 'd',
      address: own,
      at: since - 90,
      actor: 'kim',
      note: 'form',
      proof: 'form',
    }),
  ]);
  return {
    record: merged,
    revision,
    verdicts: allVerdicts(merged, policy).map((verdict, place) => ({
      ...verdict,
      recordedAt: place === 0 ? null : since + 5,
    })),
    erased: false,
    address: who,
    domainKey: null,
  };
}

const create = { ifRevision: 0, change: 'suppressed', expiresAt: null } as const;
const replace = (ifRevision: number) => ({ ifRevision, expiresAt: NOON + 400 * DAY });

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

describe.each(['in memory', 'over a table'])('the store %s', (which) => {
  let store: RecordStore;
  beforeEach(async () => {
    store =
      which === 'in memory'
        ? memoryStore()
        : dynamoDbStore({
            client: engine.client,
            table: await engine.createTable(),
            retryPolicy: { sleep: async () => {} },
          });
  });

  const read = () => store.get(ANN, { consistent: true });

  describe('records', () => {
    test('a record that was never written is absent', async () => {
      expect(await read()).toEqual(absentRecord);
      expect(await store.getMany([ANN])).toEqual({ found: new Map(), failed: new Map() });
    });

    test('a record is read as it was written, one by one and among many', async () => {
      expect(await store.putIf(ANN, record(7), create)).toBe(true);
      expect(await read()).toEqual(record(7));
      const others = Array.from({ length: 250 }, (_, i) => recordKey(`q${i}@receiver.example`, null));
      const { found, failed } = await store.getMany([...others, ANN]);
      expect([...found]).toEqual([[ANN, record(7)]]);
      expect(failed.size).toBe(0);
    });

    test('a record without an address keeps the key of its domain while it is suppressed', async () => {
      const anonymous: StoredRecord = {
        ...record(1),
        record: { ...record(1).record, diagnostic: null, originalAddress: '' },
        address: null,
        domainKey: 'dk',
        erased: true,
      };
      await store.putIf(ANN, anonymous, create);
      expect(await read()).toEqual(anonymous);
    });

    test('a write needs the revision it names', async () => {
      expect(await store.putIf(ANN, record(7), { ...create, ifRevision: 6 })).toBe(false);
      expect(await store.putIf(ANN, record(7), create)).toBe(true);
      expect(await store.putIf(ANN, record(8), create)).toBe(false);
      expect(await store.putIf(ANN, record(8), replace(7))).toBe(true);
      expect(await store.putIf(ANN, record(9), replace(7))).toBe(false);
      expect((await read()).revision).toBe(8);
    });

    test('of writers that name the same revision one writes', async () => {
      await store.putIf(ANN, record(1), create);
      const writes = Array.from({ length: 8 }, (_, i) => store.putIf(ANN, record(2 + i), replace(1)));
      const written = await Promise.all(writes);
      expect(written.filter(Boolean)).toHaveLength(1);
      expect((await read()).revision).toBe(2 + written.indexOf(true));
    });

    test('a deletion needs the revision it names', async () => {
      await store.putIf(ANN, record(1), create);
      expect(await store.deleteIf(ANN, 2)).toBe(false);
      expect(await store.deleteIf(ANN, 1)).toBe(true);
      expect(await read()).toEqual(absentRecord);
      expect(await store.deleteIf(ANN, 1)).toBe(false);
    });
  });

  describe('the listing of suppressed addresses', () => {
    async function positions(after: string): Promise<string[]> {
      const rows = [];
      for await (const { position } of store.listSuppressed(after)) rows.push(position);
      return rows;
    }

    const people = Array.from({ length: 40 }, (_, i) => `p${i}@receiver.example`);
    const placed = people
      .map((who, i) => positionAt(NOON + (i % 7), recordKey(who, null)))
      .sort((a, b) => (a < b ? -1 : 1));

    beforeEach(async () => {
      for (const [i, who] of people.entries()) {
        await store.putIf(recordKey(who, null), record(1, who, NOON + (i % 7)), create);
      }
      const free: StoredRecord = { ...record(1), verdicts: [] };
      await store.putIf(ANN, free, { ifRevision: 0, expiresAt: null });
    });

    test('has the suppressed addresses alone, by time and key', async () => {
      expect(await positions(positionAt(0))).toEqual(placed);
    });

    test('goes on after any position', async () => {
      expect(await positions(placed[16] ?? '')).toEqual(placed.slice(17));
      expect(await positions(positionAt(NOON + 5))).toEqual(
        placed.filter((position) => position > positionAt(NOON + 5)),
      );
      expect(await positions(placed.at(-1) ?? '')).toEqual([]);
    });

    test('has key, address and verdicts of each', async () => {
      for await (const row of store.listSuppressed(positionAt(0))) {
        const who = row.address ?? '';
        expect(row.key).toBe(recordKey(who, null));
        expect(row.verdicts).toEqual(record(1, who, NOON + (people.indexOf(who) % 7)).verdicts);
      }
    });

    test('no longer has an address that was released or deleted', async () => {
      const [first = '', second = ''] = people;
      await store.putIf(recordKey(first, null), { ...record(2, first), verdicts: [] }, replace(1));
      await store.deleteIf(recordKey(second, null), 1);
      expect(await positions(positionAt(0))).toHaveLength(people.length - 2);
    });
  });

  describe('guards', () => {
    const subject: GuardSubject = { kind: 'domain', name: 'receiver.example' };
    const add = (minutes: ReadonlyArray<readonly [number, number]>, days: typeof minutes) =>
      store.guards.add(subject, { minutes: new Map(minutes), days: new Map(days), expiresAt: NOON });
    const window = { from: NOON, until: NOON + 4_200, addresses: 50 };
    const state = async () => (await store.guards.get([subject])).get(subjectKey(subject));
    const extension = (seconds: number, waits = false) => ({
      until: window.until + seconds,
      addresses: window.addresses,
      waits,
    });

    test('a subject that was never counted has no state', async () => {
      expect(await state()).toBeUndefined();
    });

    test('counters add up', async () => {
      await add([[5, 2]], [[1, 2]]);
      const after = await add(
        [
          [5, 1],
          [6, 4],
        ],
        [[1, 5]],
      );
      const counts = {
        minutes: new Map([
          [5, 3],
          [6, 4],
        ]),
        days: new Map([[1, 7]]),
      };
      expect(after).toEqual({ counts, incident: null });
      expect(await state()).toEqual({ counts, incident: null });
    });

    test('concurrent additions are all counted', async () => {
      await Promise.all(Array.from({ length: 10 }, () => add([[5, 1]], [[1, 1]])));
      expect((await state())?.counts.minutes.get(5)).toBe(10);
    });

    test('removed counters are gone, others stay', async () => {
      await add(
        [
          [5, 1],
          [6, 1],
        ],
        [
          [1, 1],
          [2, 1],
        ],
      );
      await store.guards.removeCounters(subject, { minutes: [5], days: [1] });
      expect((await state())?.counts).toEqual({ minutes: new Map([[6, 1]]), days: new Map([[2, 1]]) });
    });

    test('of writers that open an incident one does', async () => {
      const opened = await Promise.all(
        Array.from({ length: 5 }, () => store.guards.open(subject, window, null)),
      );
      expect(opened.filter(Boolean)).toHaveLength(1);
      expect((await state())?.incident).toEqual(window);
    });

    test('a next incident replaces the last one, and its decision', async () => {
      await store.guards.open(subject, window, null);
      await store.guards.decide(subject, window, { decision: 'confirm', actor: 'kim', note: 'seen' });
      const next = { ...window, from: NOON + DAY, until: NOON + DAY + 60 };
      expect(await store.guards.open(subject, next, { ...window, from: 1 })).toBe(false);
      expect(await store.guards.open(subject, next, window)).toBe(true);
      expect((await state())?.incident).toEqual(next);
    });

    test('incidents are listed, the newest first, each subject with its last one', async () => {
      const named = (name: string) => ({ kind: 'domain', name }) as const;
      const at = (from: number) => ({ from, until: from + 60, addresses: 50 });
      await store.guards.open(named('a.example'), at(NOON), null);
      await store.guards.open(named('b.example'), at(NOON + 60), null);
      await store.guards.open(named('c.example'), at(NOON + 120), null);
      await store.guards.open(named('a.example'), at(NOON + DAY), { ...at(NOON) });
      await store.guards.decide(named('b.example'), at(NOON + 60), {
        decision: 'dismiss',
        actor: 'kim',
        note: 'broken',
      });
      await add([[5, 1]], []);
      expect(await store.guards.list(2)).toEqual([
        { subject: named('a.example'), incident: at(NOON + DAY) },
        { subject: named('c.example'), incident: at(NOON + 120) },
      ]);
      expect((await store.guards.list(10))[2]).toEqual({
        subject: named('b.example'),
        incident: { ...at(NOON + 60), decided: 'dismissed' },
      });
      expect(await store.guards.list(10)).toHaveLength(3);
      const listed: unknown[] = [];
      for await (const row of store.listSuppressed('')) listed.push(row);
      expect(listed).toEqual([]);
    });

    test('an incident is extended until it is decided', async () => {
      await store.guards.open(subject, window, null);
      await store.guards.extend(subject, window, extension(60));
      expect((await state())?.incident?.until).toBe(window.until + 60);
      await store.guards.extend(subject, window, extension(0));
      expect((await state())?.incident?.until).toBe(window.until + 60);
      await store.guards.decide(subject, window, { decision: 'dismiss', actor: 'kim', note: 'broken' });
      await store.guards.extend(subject, window, extension(600));
      expect((await state())?.incident).toEqual({
        ...window,
        until: window.until + 60,
        decided: 'dismissed',
      });
    });

    test('an incident that waits for the operator goes on waiting', async () => {
      await store.guards.open(subject, window, null);
      await store.guards.extend(subject, window, { ...extension(60, true), addresses: 900 });
      await store.guards.extend(subject, window, { ...extension(120), addresses: 900 });
      const expected = { ...window, until: window.until + 120, addresses: 900, waits: true };
      expect((await state())?.incident).toEqual(expected);
      await store.guards.open({ ...subject, kind: 'source' }, { ...window, waits: true }, null);
      const source: GuardSubject = { ...subject, kind: 'source' };
      const states = await store.guards.get([subject, source]);
      expect(states.get(subjectKey(subject))?.incident).toEqual(expected);
      expect(states.get(subjectKey(source))?.incident).toEqual({ ...window, waits: true });
    });

    test('a decision needs the incident it is about', async () => {
      const other: GuardIncident = { ...window, from: 1 };
      const decision = { decision: 'confirm', actor: 'kim', note: 'seen' } as const;
      expect(await store.guards.decide(subject, window, decision)).toBe(false);
      await store.guards.open(subject, window, null);
      expect(await store.guards.decide(subject, other, decision)).toBe(false);
      expect(await store.guards.decide(subject, window, decision)).toBe(true);
      expect((await state())?.incident?.decided).toBe('confirmed');
    });
  });
});
