/** What the policy makes of clocks that err, and of what happens within one second. */
import { describe, expect, test } from 'vitest';
import { verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { day, fails, policy, release, verdict } from './days.ts';
import { bounce, delivered, HOUR, merge, NOON } from './events.ts';

describe('time', () => {
  test('an event from beyond what clocks err does not count until its time', () => {
    const events = [bounce(2001, NOON + HOUR)];
    expect(verdict(events, 0)).toBe('free');
    expect(verdict(events, 1 / 24)).toBe('address-unknown no end');
  });

  test('a delivery from the future releases nothing until its time', () => {
    const events = [...fails(2999, 0, 1), delivered(day(30))];
    expect(verdict(events, 2)).toBe('permanent-failure no end');
    expect(verdict(events, 31)).toBe('free');
  });

  test('a clock that is a few minutes ahead is believed', () => {
    expect(verdict([bounce(2001, NOON + 600)], 0)).toBe('address-unknown no end');
  });

  test('since is the start of the unbroken suppression', () => {
    const record = merge(emptyRecord, fails(2999, 0, 0.5, 3));
    expect(verdictsAt(record, policy, day(4))[0]?.since).toBe(day(0));
    const renewed = merge(emptyRecord, fails(2999, 0, 3));
    expect(verdictsAt(renewed, policy, day(4))[0]?.since).toBe(day(3));
  });

  test('within one second a failure follows a delivery and a release: in doubt the address stays suppressed', () => {
    expect(verdict([delivered(day(0)), ...fails(2999, 0)], 0.1)).toBe('permanent-failure until 1');
    expect(verdict([release(0), ...fails(2001, 0)], 0.1)).toBe('address-unknown no end');
  });
});
