/** Evidence that nothing verifies: it stays on the record, counts for nothing and displaces nothing. */
import { describe, expect, test } from 'vitest';
import { asFailureCode } from '../../shared/failure-codes/scheme.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { bounce, DAY, event, merge, NOON, usual } from './events.ts';

const policy = compilePolicy(usual);

describe.each(['ambiguous', 'unverified', 'outdated'] as const)('an event with the basis %s', (basis) => {
  test.each([
    ['a bounce of an unknown address', { kind: 'bounce', code: 2001, permanent: true }],
    ['a bounce of a full mailbox', { kind: 'bounce', code: 3001 }],
    ['a complaint', { kind: 'complaint' }],
    ['an unsubscribe', { kind: 'unsubscribe' }],
    ['a drop by the ESP’s own list', { kind: 'dropped', code: 1999, onEspSuppressionList: true }],
  ] as const)('suppresses no recipient, however often it comes: %s', (_, fields) => {
    const events = Array.from({ length: 12 }, (_, n) => event({ ...fields, basis, at: NOON - n * DAY }));
    const record = merge(emptyRecord, events);
    expect(verdictsAt(record, policy, NOON)).toEqual([]);
    expect(record.events.length).toBeGreaterThan(0);
  });

  test('counts for nothing under a code that the operator gave an effect', () => {
    const custom = [{ code: asFailureCode(2001), effect: 'complaint' as const }];
    const effects = compilePolicy({ ...usual, codes: { custom } });
    const record = merge(emptyRecord, [event({ kind: 'bounce', code: 2001, permanent: true, basis })]);
    expect(verdictsAt(record, effects, NOON)).toEqual([]);
  });

  test('displaces nothing that counts', () => {
    const full = [20, 18, 16, 14, 12].map((days) => bounce(3001, NOON - days * DAY));
    const flood = Array.from({ length: 200 }, (_, n) =>
      event({ kind: 'bounce', code: 3001, basis, at: NOON - n * 60 }),
    );
    const alone = merge(emptyRecord, full);
    const flooded = merge(emptyRecord, [...full, ...flood]);
    expect(verdictsAt(flooded, policy, NOON)).toEqual(verdictsAt(alone, policy, NOON));
    expect(alone.events).toHaveLength(full.length);
    expect(flooded.events.length).toBeLessThanOrEqual(full.length + 2);
  });
});
