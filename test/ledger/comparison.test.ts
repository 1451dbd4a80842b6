/** What a changed policy would change for those who ask. */
import { describe, expect, test } from 'vitest';
import { resolveSettings } from '../../shared/config/resolve.ts';
import type { ClassifiedEvent } from '../../shared/events/event.ts';
import { changedLists } from '../../shared/ledger/policy/comparison.ts';
import { compilePolicy } from '../../shared/ledger/policy/compile-policy.ts';
import { emptyRecord } from '../../shared/ledger/record/address-record.ts';
import { bounce, DAY, event, merge, NOON } from './events.ts';

const sources = { sendgrid: 'sendgrid' };

/** What the second configuration changes for an address with these events. */
function changes(current: object, changed: object, ...events: readonly ClassifiedEvent[]) {
  const [before, after] = [current, changed].map((config) => resolveSettings({ sources, ...config }));
  if (before === undefined || after === undefined) throw new RangeError('There are two configurations.');
  const policies = {
    current: compilePolicy(before),
    changed: compilePolicy(after),
    lists: [...before.lists, ...after.lists].map(({ name }) => name),
  };
  return changedLists(merge(emptyRecord, events), policies, NOON).map(({ list, before: was, after: is }) => [
    list,
    was?.suppressionReason ?? 'free',
    is?.suppressionReason ?? 'free',
  ]);
}

const full = [20, 10, 1].map((days) => bounce(3001, NOON - days * DAY));

describe('a changed policy', () => {
  test('changes nothing where every answer stays', () => {
    const causes = { 'mailbox-full': { threshold: { count: 4 } } };
    expect(changes({}, { policy: { causes } }, bounce(2001, NOON - DAY))).toEqual([]);
  });

  test('changes nothing by giving a list the policy of all the others in other words', () => {
    const lists = { news: { policy: { causes: { 'domain-trouble': null } } } };
    expect(changes({}, { lists }, bounce(2001, NOON - DAY))).toEqual([]);
  });

  test('changes nothing by reading since when from other events', () => {
    const causes = { 'mailbox-full': { threshold: { count: 2 } } };
    const more = [bounce(3001, NOON - 3 * DAY), ...full];
    expect(changes({}, { policy: { causes } }, ...more)).toEqual([]);
  });

  test('releases or suppresses, and names only lists that part from the others', () => {
    const causes = { 'mailbox-full': null };
    expect(changes({}, { policy: { causes } }, ...full)).toEqual([['*', 'mailbox-full', 'free']]);
    expect(changes({ policy: { causes } }, { lists: { news: {} } }, ...full)).toEqual([
      ['*', 'free', 'mailbox-full'],
    ]);
    expect(changes({}, { lists: { news: { policy: { causes } } } }, ...full)).toEqual([
      ['news', 'mailbox-full', 'free'],
    ]);
  });

  test('lets a list that becomes transactional have its mail in spite of a complaint', () => {
    const lists = { receipts: { transactional: true } };
    const complaint = event({ kind: 'complaint', at: NOON - DAY });
    expect(changes({ lists: { receipts: {} } }, { lists }, complaint)).toEqual([
      ['receipts', 'complaint', 'free'],
    ]);
  });

  test('of the time that a hold takes is a change', () => {
    const causes = { 'mailbox-full': { tiers: [{ holdHours: 24 * 60 }] } };
    expect(changes({}, { policy: { causes } }, ...full)).toEqual([['*', 'mailbox-full', 'mailbox-full']]);
  });
});
