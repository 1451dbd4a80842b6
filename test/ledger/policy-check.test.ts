import { describe, expect, test } from 'vitest';
import { checkPolicy } from '../../shared/ledger/policy/check-policy.ts';
import { defaultPolicy } from '../../shared/ledger/policy/default-policy.ts';
import type { Cause, PolicySettings } from '../../shared/ledger/policy/settings.ts';

/** The default policy with one cause changed. */
function changed(reason: Cause['suppressionReason'], change: Partial<Cause>): PolicySettings {
  return {
    ...defaultPolicy,
    causes: defaultPolicy.causes.map((cause) =>
      cause.suppressionReason === reason ? { ...cause, ...change } : cause,
    ),
  };
}

const full = { count: 3, withinDays: 365, spanDays: 14, consecutive: true };

test('the default policy contradicts nothing', () => {
  expect(checkPolicy(defaultPolicy)).toEqual([]);
});

test('a changed number is no contradiction', () => {
  expect(checkPolicy(changed('mailbox-full', { threshold: { ...full, count: 5, spanDays: 20 } }))).toEqual(
    [],
  );
  expect(checkPolicy({ ...defaultPolicy, storm: null })).toEqual([]);
});

describe('refused, with the reason', () => {
  test.each<[what: string, policy: PolicySettings, issue: string]>([
    [
      'a window shorter than the span',
      changed('mailbox-full', { threshold: { ...full, withinDays: 10 } }),
      'mailbox-full: events within 10 days can never lie 14 days apart.',
    ],
    [
      'a span of one event',
      changed('mailbox-full', { threshold: { ...full, count: 1 } }),
      'mailbox-full: a single event spans no 14 days; raise the count.',
    ],
    [
      'a count beyond what a record retains',
      changed('repeated-failure', {
        threshold: { count: 17, withinDays: 90, spanDays: 0, consecutive: true },
      }),
      'repeated-failure: it counts to 17; a record retains the newest 16 of these.',
    ],
    [
      'a span beyond what a record retains',
      changed('mailbox-full', { threshold: { ...full, spanDays: 30 } }),
      'mailbox-full: it asks for a span of 30 days; a record retains 20.',
    ],
    [
      'a window longer than a record lives',
      changed('mailbox-full', { threshold: { ...full, withinDays: 500 } }),
      'mailbox-full: it looks back 500 days; 1 to 400 can be asked for, the life of a record.',
    ],
    [
      'tiers that shrink',
      changed('permanent-failure', { tiers: [{ holdHours: 48 }, { holdHours: 24 }] }),
      'permanent-failure: tier 2 is no longer than the one before it.',
    ],
    [
      'a tier after one without end',
      changed('permanent-failure', { tiers: [{ holdHours: null }, { holdHours: 24 }] }),
      'permanent-failure: tier 1 has no end, so the tier after it is never reached.',
    ],
    [
      'a hold forgotten before it ends',
      changed('inactive', { escalation: { on: 'after-hold', memoryDays: 60 } }),
      'inactive: an earlier hold is forgotten before it has ended; lengthen the memory.',
    ],
    [
      'a verdict that nothing can end',
      changed('address-unknown', { releasedBy: [] }),
      'address-unknown: it has no end, and no manual release may end it.',
    ],
    [
      'a complaint that ends by itself',
      changed('complaint', { tiers: [{ holdHours: 24 }] }),
      'complaint: a complaint never ends by itself: no hold that ends, no release by a delivery.',
    ],
    [
      'an opt-in that reaches other lists',
      changed('address-unknown', { releasedBy: ['opt-in', 'manual'] }),
      'address-unknown: an opt-in is for one list and cannot release others; set the scope "own".',
    ],
    [
      'counting on one list what is retained over all',
      changed('repeated-failure', { scope: 'own' }),
      'repeated-failure: it counts several events on their own list; a record retains the newest over all lists, not for each.',
    ],
    [
      'a cause that never comes to count',
      changed('mailbox-full', {
        counts: [{ kinds: ['bounce'], codes: [2001], permanent: [true], basis: ['text'] }],
      }),
      'mailbox-full: never counts an event, because earlier causes count all of them; move it up.',
    ],
    [
      'a code that comes to count nowhere in its cause',
      changed('domain-trouble', { counts: [{ kinds: ['bounce'], codes: [3001, 4003] }] }),
      'domain-trouble: never counts a 3001, because earlier causes count all of them; remove it from one of them.',
    ],
    [
      'manual suppressions that no cause counts',
      {
        ...defaultPolicy,
        causes: defaultPolicy.causes.filter(({ suppressionReason }) => suppressionReason !== 'manual'),
      },
      'manual: no cause counts manual suppressions, so an operator could suppress no address.',
    ],
    [
      'a proof that an opt-in need not bring',
      changed('unsubscribe', { needsProof: true }),
      'unsubscribe: it asks for a proof; an opt-in brings none.',
    ],
    [
      'an escalation with nowhere to go',
      changed('inactive', { tiers: [{ holdHours: 24 }] }),
      'inactive: it escalates, but has one tier; add another, or set escalation to null.',
    ],
    [
      'a cause that counts nothing there is',
      changed('mailbox-full', { counts: [{ kinds: ['bounce'], codes: [8001] }] }),
      'mailbox-full: counts no event that exists; check its kinds, codes and conditions.',
    ],
    [
      'a cause that is defined twice',
      { ...defaultPolicy, causes: [...defaultPolicy.causes, ...defaultPolicy.causes.slice(0, 1)] },
      'complaint: is defined twice; put everything that counts for it into one cause.',
    ],
    [
      'a storm of one address',
      { ...defaultPolicy, storm: { addresses: 1, withinMinutes: 10, timesMean: 20, holdMinutes: 60 } },
      'storm: its number of addresses must be a whole number from 2.',
    ],
  ])('%s', (_, policy, issue) => {
    expect(checkPolicy(policy).map((found) => `${found.cause}: ${found.issue}`)).toContain(issue);
  });
});
