/** The merge is a join: what a record holds depends on the set of events alone, and fits into one write unit. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { allVerdicts, verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { type AddressRecord, emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { recordKey } from '../../shared/ledger/record/record-key.ts';
import { toItem } from '../../shared/store/dynamodb/item.ts';
import { packRecord, unpackRecord } from '../../shared/store/dynamodb/record-bytes.ts';
import { anEvent } from './arbitrary-event.ts';
import { address, bounce, DAY, delivered, event, merge, NOON, usual } from './events.ts';
import { itemSize } from './item-size.ts';

const policy = compilePolicy(usual);
const events = (most: number) => fc.uniqueArray(anEvent, { maxLength: most, selector: ({ id }) => id });

/** A record as it comes back from the table. */
function stored(record: AddressRecord): AddressRecord {
  return { ...unpackRecord(packRecord(record)), originalAddress: record.originalAddress };
}

function bytes(record: AddressRecord): string {
  return `${record.originalAddress} ${packRecord(record).toString('hex')}`;
}

describe('the record depends on the set of events alone', () => {
  test('however they are ordered, repeated, and split into batches', () => {
    fc.assert(
      fc.property(
        events(120).chain((set) =>
          fc.record({
            set: fc.constant(set),
            order: fc.shuffledSubarray([...set, ...set], { minLength: set.length * 2 }),
            size: fc.integer({ min: 1, max: 20 }),
          }),
        ),
        ({ set, order, size }) => {
          let record = emptyRecord;
          for (let i = 0; i < order.length; i += size)
            record = stored(merge(record, order.slice(i, i + size)));
          expect(bytes(record)).toBe(bytes(merge(emptyRecord, set)));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('joining what was retained with more is retaining from all', () => {
    fc.assert(
      fc.property(events(100), events(60), (first, more) => {
        const stepwise = merge(stored(merge(emptyRecord, first)), more);
        expect(bytes(stepwise)).toBe(bytes(merge(emptyRecord, [...first, ...more])));
      }),
      { numRuns: 500 },
    );
  });

  test('reports that disagree about one id settle on one, whichever comes first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anEvent, fc.integer({ min: 0, max: 2 }), fc.constantFrom('x', 'y', 'z')), {
          maxLength: 12,
        }),
        (drawn) => {
          const reports = drawn.map(([one, replayGeneration, id]) => ({
            ...one,
            replayGeneration,
            id,
            kind: 'bounce' as const,
          }));
          const forwards = merge(emptyRecord, reports);
          const backwards = reports
            .toReversed()
            .reduce((record, one) => stored(merge(record, [one])), emptyRecord);
          expect(backwards.events).toEqual(forwards.events);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('replays', () => {
  const first = bounce(2001, NOON, { id: 'x' });

  test('a later replayGeneration replaces what was read of the same event', () => {
    const corrected = { ...bounce(1003, NOON, { id: 'x' }), replayGeneration: 5 };
    for (const order of [
      [first, corrected],
      [corrected, first],
    ]) {
      const record = order.reduce((known, one) => merge(known, [one]), emptyRecord);
      expect(verdictsAt(record, policy, NOON)).toEqual([]);
      expect(record.events.map(({ code }) => code)).toEqual([1003]);
    }
  });

  test('an event that turns out to be none is retracted, and stays so when it is delivered again', () => {
    const none = event({ kind: 'other', id: 'x', replayGeneration: 5 });
    const record = merge(merge(merge(emptyRecord, [first]), [none]), [first]);
    expect(verdictsAt(record, policy, NOON)).toEqual([]);
  });

  test('opens and clicks leave no trace', () => {
    expect(merge(emptyRecord, [event({ kind: 'other' })])).toBe(emptyRecord);
  });
});

describe('what eviction cannot change', () => {
  /** The default policy's own limits: nothing from the future, so that the newest delivery settles all before it. */
  test('whether and why the address is suppressed, and until when', () => {
    fc.assert(
      fc.property(events(100), (set) => {
        const now = NOON + 300 * 9_000;
        const said = (record: AddressRecord) =>
          verdictsAt(record, policy, now).map(
            ({ list, suppressionReason, until }) => `${list} ${suppressionReason} ${until}`,
          );
        const all = merge(emptyRecord, set);
        const everything = { ...all, events: unretained(set) };
        expect(said(all)).toEqual(said(everything));
      }),
      { numRuns: 300 },
    );
  });

  /** Every event as it would be kept if nothing were ever evicted. */
  function unretained(set: readonly ClassifiedEvent[]) {
    return set.flatMap((one) => merge(emptyRecord, [one]).events);
  }

  test('a mailbox that has been full every hour for two months', () => {
    const hourly = Array.from({ length: 24 * 60 }, (_, hour) => bounce(3001, NOON + hour * 3_600));
    const record = hourly.reduce((known, one) => merge(known, [one]), emptyRecord);
    expect(record.events.length).toBeLessThan(32);
    expect(verdictsAt(record, policy, NOON + 60 * DAY)[0]?.suppressionReason).toBe('mailbox-full');
  });

  test('since when an address is dead, however often it is said again', () => {
    const weekly = Array.from({ length: 30 }, (_, week) => bounce(2001, NOON + week * 7 * DAY));
    const record = weekly.reduce((known, one) => merge(known, [one]), emptyRecord);
    expect(verdictsAt(record, policy, NOON + 300 * DAY)[0]?.since).toBe(NOON);
  });

  test('an address that is dead, under any number of bare replies, and deliveries after them', () => {
    const bare = Array.from({ length: 40 }, (_, day) =>
      bounce(2001, NOON + (day - 20) * DAY, { basis: day === 20 ? 'text' : 'reply-code' }),
    );
    expect(endlessly(...bare, delivered(NOON + 30 * DAY))).toBe('address-unknown');
  });

  test("an address that an ESP calls bad, among any number of drops that are the sender's affair", () => {
    const drops = Array.from({ length: 40 }, (_, day) =>
      event({ kind: 'dropped', code: day === 20 ? 2003 : 1004, at: NOON + (day - 20) * DAY }),
    );
    expect(endlessly(...drops)).toBe('esp-suppression');
  });

  test('an account disabled for a year, told each week: its hold is renewed and never ended', () => {
    const weekly = Array.from({ length: 60 }, (_, week) => bounce(3002, NOON + week * 7 * DAY));
    expect(endlessly(...weekly)).toBeUndefined();
  });

  test('an account disabled again after its hold had ended, however often it is told since', () => {
    const daily = Array.from({ length: 40 }, (_, day) => bounce(3002, NOON + (200 + day) * DAY));
    expect(endlessly(bounce(3002, NOON - DAY), bounce(3002, NOON), ...daily)).toBe('inactive');
    expect(endlessly(bounce(3002, NOON), ...daily, bounce(3002, NOON - 400 * DAY))).toBe('inactive');
  });

  /** The reason of the verdict without end that stands when events have come one by one. */
  function endlessly(...set: readonly ClassifiedEvent[]) {
    const record = set.reduce((known, one) => merge(known, [one]), emptyRecord);
    const now = Math.max(...set.map(({ at }) => at));
    return verdictsAt(record, policy, now).find(({ until }) => until === null)?.suppressionReason;
  }

  test('a death long ago, under a thousand later events of other kinds', () => {
    const noise = Array.from({ length: 1_000 }, (_, i) =>
      i % 3 === 0 ? delivered(NOON + i) : bounce(i % 3 === 1 ? 1003 : 3999, NOON + i),
    );
    const record = [bounce(2001, NOON - DAY), ...noise].reduce(
      (known, one) => merge(known, [one]),
      emptyRecord,
    );
    const [verdict] = verdictsAt(record, policy, NOON + DAY);
    expect(verdict).toMatchObject({ suppressionReason: 'address-unknown', since: NOON - DAY, until: null });
  });
});

describe('size', () => {
  function sizeOf(set: readonly ClassifiedEvent[], who: string): number {
    const record = merge(emptyRecord, set);
    const stored = {
      record,
      revision: NOON,
      verdicts: allVerdicts(record, policy).map((verdict) => ({ ...verdict, recordedAt: NOON })),
      erased: false,
      address: who,
      domainKey: null,
    };
    const item = toItem(recordKey(who, null), stored, { change: 'suppressed', expiresAt: null });
    return itemSize(item);
  }

  const forty = address('a.typical.address.of.forty@letters.test');

  test('sixteen events by sixteen rules, with a long diagnostic, fit into one write unit', () => {
    const sixteen = Array.from({ length: 16 }, (_, i) =>
      bounce(i === 0 ? 2001 : 3999, NOON + i * DAY, {
        rule: `receiver.some-large-provider.long-rule-name-${i}`,
        diagnostic: `550 5.1.1 ${'no such account here '.repeat(20)}`,
        list: 'newsletter',
        source: 'sendgrid-marketing',
      }),
    );
    expect(sizeOf(sixteen, forty)).toBeLessThanOrEqual(1_024);
  });

  test('any sixteen events do', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anEvent, { minLength: 16, maxLength: 16, selector: ({ id }) => id }),
        (set) => {
          expect(sizeOf(set, forty)).toBeLessThanOrEqual(1_024);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('ten thousand of one kind do not grow it past that', () => {
    for (const code of [2001, 2999, 3999, 1003, 4001]) {
      const many = Array.from({ length: 10_000 }, (_, i) => bounce(code, NOON + i * 60));
      const record = chunked(many, 50).reduce(merge, emptyRecord);
      expect(packRecord(record).length).toBeLessThan(700);
    }
  });
});

function chunked<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: items.length / size }, (_, i) => items.slice(i * size, i * size + size));
}
