/** On which lists a verdict stands, under one policy for all and under a policy of a list's own. */
import { describe, expect, test } from 'vitest';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { appliesTo, verdictsAt } from '../../shared/ledger/policy/verdicts.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { complaint, day, fails, release, unsubscribe, verdict } from './days.ts';
import { bounce, event, merge, usual } from './events.ts';

describe('lists', () => {
  test('a complaint stands on every list but the transactional ones', () => {
    expect(verdict([complaint(0)], 1, 'news')).toBe('complaint no end');
    expect(verdict([complaint(0)], 1, 'elsewhere')).toBe('complaint no end');
    expect(verdict([complaint(0)], 1, 'receipts')).toBe('free');
  });

  test('an unsubscribe stands on its own list alone', () => {
    expect(verdict([unsubscribe(0)], 1, 'news')).toBe('unsubscribe no end');
    expect(verdict([unsubscribe(0)], 1, 'offers')).toBe('free');
  });

  test('an opt-in on that list releases it, on another it does not', () => {
    const optIn = (list: string) => event({ kind: 'resubscribe', at: day(1), list });
    expect(verdict([unsubscribe(0), optIn('news')], 2, 'news')).toBe('free');
    expect(verdict([unsubscribe(0), optIn('offers')], 2, 'news')).toBe('unsubscribe no end');
    expect(verdict([unsubscribe(2), optIn('news')], 3, 'news')).toBe('unsubscribe no end');
  });

  test('an opt-in of another source lifts no opt-out of a list that an ESP makes', () => {
    const out = event({ kind: 'unsubscribe', at: day(0), list: 'sendgrid/group-5', source: 'sendgrid' });
    const optIn = (list: string, source: string) => event({ kind: 'resubscribe', at: day(1), list, source });
    const verdictAfter = (...events: readonly ClassifiedEvent[]) =>
      verdict([out, ...events], 2, 'sendgrid/group-5');
    expect(verdictAfter(optIn('*', 'website'))).toBe('unsubscribe no end');
    expect(verdictAfter(optIn('sendgrid/group-5', 'website'))).toBe('unsubscribe no end');
    expect(verdictAfter(optIn('*', 'sendgrid'))).toBe('free');
    expect(verdictAfter(release(1))).toBe('free');
  });

  test('an opt-in lifts no bounce', () => {
    const optIn = event({ kind: 'resubscribe', at: day(1), list: 'news' });
    expect(verdict([...fails(2001, 0), optIn], 2, 'news')).toBe('address-unknown no end');
  });

  test('a bounce stands on every list, the transactional ones too', () => {
    const events = [bounce(2001, day(0), { list: 'news' })];
    expect(verdict(events, 1, 'receipts')).toBe('address-unknown no end');
  });

  test('a release of one list leaves the others', () => {
    const events = [unsubscribe(0, 'news'), unsubscribe(0, 'offers'), release(1, { list: 'news' })];
    expect(verdict(events, 2, 'news')).toBe('free');
    expect(verdict(events, 2, 'offers')).toBe('unsubscribe no end');
  });
});

describe('a list with a policy of its own', () => {
  const lenient = {
    ...usual.policy,
    causes: usual.policy.causes.map((cause) =>
      cause.suppressionReason === 'mailbox-full'
        ? { ...cause, threshold: { ...cause.threshold, count: 5 } }
        : cause,
    ),
  };
  const own = compilePolicy({
    ...usual,
    lists: [
      ...usual.lists,
      { name: 'alerts', transactional: false, policy: lenient },
      { name: 'invoices', transactional: true, policy: lenient },
    ],
  });
  const on = (list: string, events: ClassifiedEvent[], at: number) =>
    verdictsAt(merge(emptyRecord, events), own, day(at)).find((v) => appliesTo(v, list, own))
      ?.suppressionReason;

  test('has its verdict by it alone; every other list by the general one', () => {
    const three = fails(3001, 0, 7, 14);
    expect(on('news', three, 15)).toBe('mailbox-full');
    expect(on('alerts', three, 15)).toBeUndefined();
    expect(on('alerts', fails(3001, 0, 7, 14, 15, 16), 17)).toBe('mailbox-full');
  });

  test('hears of what is done on every list', () => {
    const events = [event({ kind: 'suppress', at: day(0), list: '*' })];
    expect(on('alerts', events, 1)).toBe('manual');
  });

  test('is as transactional as any other', () => {
    expect(on('alerts', [complaint(0)], 1)).toBe('complaint');
    expect(on('invoices', [complaint(0)], 1)).toBeUndefined();
    expect(on('invoices', fails(2001, 0), 1)).toBe('address-unknown');
  });

  test('keeps to itself what is done on it', () => {
    const events = [unsubscribe(0, 'alerts')];
    expect(on('alerts', events, 1)).toBe('unsubscribe');
    expect(on('news', events, 1)).toBeUndefined();
    expect(verdictsAt(merge(emptyRecord, events), own, day(1)).map(({ list }) => list)).toEqual(['alerts']);
  });
});
