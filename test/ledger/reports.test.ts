/** Several reports of one id: the one with the stronger effect counts, whatever the order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { eventIdHash } from '../../shared/ledger/record/event-id.ts';
import { anEvent } from './arbitrary-event.ts';
import { bounce, DAY, delivered, event, merge, NOON, usual } from './events.ts';

const policy = compilePolicy(usual);
const reasons = (events: readonly ClassifiedEvent[], now = NOON + DAY) =>
  verdictsAt(merge(emptyRecord, events), policy, now).map(({ suppressionReason }) => suppressionReason);
const x = { id: 'x' };

describe('no report of an id weakens another one', () => {
  test.each<[string, ClassifiedEvent, ClassifiedEvent, string]>([
    [
      'an auto-reply and a complaint',
      event({ kind: 'auto-reply', code: 5001, ...x }),
      event({ kind: 'complaint', ...x }),
      'complaint',
    ],
    ['a delivery and a hard bounce', delivered(NOON - 60), bounce(2001, NOON, x), 'address-unknown'],
    [
      'a block of the sender and a hard bounce',
      bounce(1003, NOON - DAY, x),
      bounce(2001, NOON, x),
      'address-unknown',
    ],
    [
      'an opt-in and an opt-out',
      event({ kind: 'resubscribe', list: 'news', ...x }),
      event({ kind: 'unsubscribe', list: 'news', ...x }),
      'unsubscribe',
    ],
    [
      'a bounce that the ESP calls temporary and one that it calls permanent',
      bounce(2001, NOON - 1, { permanent: false, ...x }),
      bounce(2001, NOON, x),
      'address-unknown',
    ],
    [
      'a hard bounce by a bare reply code and one by its text',
      bounce(2001, NOON - 1, { basis: 'reply-code', ...x }),
      bounce(2001, NOON, x),
      'address-unknown',
    ],
    [
      'evidence alone and a verified bounce',
      bounce(2001, NOON - 1, { basis: 'unverified', ...x }),
      bounce(2001, NOON, x),
      'address-unknown',
    ],
  ])('%s', (_, weaker, stronger, reason) => {
    const same = { ...weaker, id: 'x' };
    expect(reasons([same, stronger])).toEqual([reason]);
    expect(reasons([stronger, same])).toEqual([reason]);
  });

  test('a report that is dated later does not outlive a release', () => {
    const release = event({ kind: 'release', at: NOON + 60, actor: 'kim', note: 'by phone' });
    expect(reasons([bounce(2001, NOON, x), release, bounce(2001, NOON + 120, x)])).toEqual([]);
  });

  test('a higher replay generation corrects a stronger report', () => {
    expect(reasons([bounce(2001, NOON, x), { ...bounce(1003, NOON, x), replayGeneration: 3 }])).toEqual([]);
  });
});

describe('merging reports is a join', () => {
  /** Reports whose ids collide; of two ids, because a record retains no more than two deliveries. */
  const reports = fc.array(
    fc
      .record({
        one: anEvent,
        id: fc.constantFrom('x', 'y'),
        replayGeneration: fc.constantFrom(0, 0, 1, 2),
        basis: fc.constantFrom('text', 'reply-code', 'none', 'unverified', 'ambiguous'),
      })
      .map(({ one, ...fields }): ClassifiedEvent => ({ ...one, ...fields })),
    { maxLength: 12 },
  );
  const eventsOf = (events: readonly ClassifiedEvent[]) => merge(emptyRecord, events).events;

  test('commutative', () => {
    fc.assert(
      fc.property(reports, reports, (a, b) => {
        expect(eventsOf([...a, ...b])).toEqual(eventsOf([...b, ...a]));
      }),
    );
  });

  test('associative', () => {
    fc.assert(
      fc.property(reports, reports, reports, (a, b, c) => {
        const stepwise = merge(merge(merge(emptyRecord, a), b), c);
        expect(stepwise.events).toEqual(eventsOf([...a, ...b, ...c]));
      }),
    );
  });

  test('idempotent', () => {
    fc.assert(
      fc.property(reports, (a) => {
        const once = merge(emptyRecord, a);
        expect(merge(once, a)).toEqual(once);
      }),
    );
  });

  test('the verdicts of one id are those of its strongest report of the highest generation', () => {
    fc.assert(
      fc.property(reports, (a) => {
        const own = a.filter(({ id }) => id === 'x');
        const highest = Math.max(...own.map(({ replayGeneration }) => replayGeneration));
        const candidates = own.filter(({ replayGeneration }) => replayGeneration === highest);
        // An event dated in the future counts only once that time has come.
        const afterAll = NOON + 40 * DAY;
        const together = reasons(own, afterAll);
        // None of them alone suppresses for a stronger reason than all of them together.
        const order = ['complaint', 'manual', 'unsubscribe', 'address-unknown', 'address-invalid'];
        const strongest = Math.min(
          Number.POSITIVE_INFINITY,
          ...candidates
            .flatMap((one) => reasons([one], afterAll))
            .map((reason) => order.indexOf(reason))
            .filter((place) => place >= 0),
        );
        if (Number.isFinite(strongest)) expect(order.indexOf(together[0] ?? '')).toBe(strongest);
      }),
    );
  });
});

describe('the stored hash of an id', () => {
  test('depends on the key of the stack', () => {
    expect(eventIdHash('one key')('sendgrid:1')).toEqual(eventIdHash('one key')('sendgrid:1'));
    expect(eventIdHash('one key')('sendgrid:1')).not.toEqual(eventIdHash('another')('sendgrid:1'));
  });

  test('has 64 bits that all vary', () => {
    const hash = eventIdHash('a key');
    let ones = 0n;
    let zeros = 0n;
    for (let i = 0; i < 200; i++) {
      const { high, low } = hash(`sendgrid:${i}`);
      const bits = (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
      ones |= bits;
      zeros |= ~bits & 0xffff_ffff_ffff_ffffn;
    }
    expect([ones, zeros]).toEqual([0xffff_ffff_ffff_ffffn, 0xffff_ffff_ffff_ffffn]);
  });
});

describe('evidence alone', () => {
  test.each(['unverified', 'ambiguous', 'outdated'] as const)(
    'suppresses and releases nothing: %s',
    (basis) => {
      expect(
        reasons([bounce(2001, NOON, { basis }), event({ kind: 'complaint', basis, list: 'news' })]),
      ).toEqual([]);
      const held = [bounce(3002, NOON - 60), event({ kind: 'unsubscribe', list: 'news', at: NOON - 60 })];
      const freed = [{ ...delivered(NOON), basis }, event({ kind: 'resubscribe', list: 'news', basis })];
      expect(reasons([...held, ...freed])).toEqual(['unsubscribe', 'inactive']);
      const soft = [0, 7, 15].map((days) => bounce(3001, NOON - days * DAY));
      expect(reasons([...soft, { ...delivered(NOON - DAY), basis }])).toEqual(['mailbox-full']);
    },
  );

  test('displaces nothing of the record, and shows no diagnostic', () => {
    const own = Array.from({ length: 16 }, (_, i) =>
      bounce(3999, NOON - i * DAY, { diagnostic: '452 full' }),
    );
    const forged = Array.from({ length: 200 }, (_, i) =>
      bounce(2001, NOON + i, {
        basis: 'unverified',
        diagnostic: '550 forged',
        originalAddress: 'ANN@receiver.example',
      }),
    );
    const record = merge(merge(emptyRecord, own), forged);
    expect(record.events.filter(({ basis }) => basis !== 'unverified')).toEqual(
      merge(emptyRecord, own).events,
    );
    expect(record.events.length).toBeLessThanOrEqual(20);
    expect(record.diagnostic?.text).toBe('452 full');
    expect(record.originalAddress).toBe('');
  });
});
