import { describe, expect, test } from 'vitest';
import { receiverFamilies, receiverFamilyOf } from '../../shared/address/receiver-families.ts';
import {
  addCounts,
  countEvent,
  countUnknownReply,
  emptyCounts,
  OVERFLOW,
} from '../../shared/statistics/counts.ts';
import { periodsOf } from '../../shared/statistics/periods.ts';
import { replyTemplate } from '../../shared/statistics/reply-template.ts';
import type { StatisticsQuery } from '../../shared/statistics/statistics.ts';
import { ANN, address, bounce, DAY, delivered, event, HOUR, NOON } from '../ledger/events.ts';
import { createStatisticsFixture } from './fixture.ts';

const today: StatisticsQuery = { from: NOON - DAY, to: NOON + 1, by: 'day' };

describe('a record that does not hold every event', () => {
  test('counts all deliveries of one batch, though it holds two of them', async () => {
    const fixture = createStatisticsFixture();
    const deliveries = [1, 2, 3, 4, 5].map((hours) => delivered(NOON - hours * HOUR));
    await fixture.ledger.record(deliveries);
    await fixture.ledger.record(deliveries);
    await fixture.deliverAll();
    expect((await fixture.statistics(today)).rows).toMatchObject([{ kind: 'delivered', count: 5 }]);
  });

  test('counts deliveries that come one by one, in order', async () => {
    const fixture = createStatisticsFixture();
    for (const hours of [5, 4, 3, 2, 1]) await fixture.ledger.record([delivered(NOON - hours * HOUR)]);
    await fixture.deliverAll();
    expect((await fixture.statistics(today)).rows).toMatchObject([{ kind: 'delivered', count: 5 }]);
  });

  test('does not count a delivery behind two newer ones: it may be one that was counted before', async () => {
    const fixture = createStatisticsFixture();
    for (const hours of [1, 2, 3]) await fixture.ledger.record([delivered(NOON - hours * HOUR)]);
    await fixture.deliverAll();
    expect((await fixture.statistics(today)).rows).toMatchObject([{ kind: 'delivered', count: 2 }]);
  });
});

describe('what is not an event of an ESP', () => {
  test('is not counted among events: manual actions, evidence that nothing verifies', async () => {
    const fixture = createStatisticsFixture();
    await fixture.ledger.record([event({ basis: 'unverified', code: 2001, permanent: true })]);
    await fixture.ledger.applyManualAction(ANN, { action: 'suppress', list: '*', actor: 'ops', note: 'why' });
    await fixture.deliverAll();
    const { rows, changes } = await fixture.statistics(today);
    expect(rows).toEqual([]);
    expect(changes).toMatchObject([{ reason: 'manual', suppressed: 1, released: 0 }]);
  });

  test('an erased record stays counted, and its replay is not in the ledger', async () => {
    const fixture = createStatisticsFixture();
    await fixture.ledger.record([bounce(2001, NOON)]);
    await fixture.ledger.erase(ANN, { keepHash: false });
    await fixture.deliverAll();
    expect((await fixture.statistics(today)).rows).toMatchObject([{ kind: 'bounce', count: 1 }]);
  });
});

test('a stronger reading of the same event takes the place of the weaker one in the counts', async () => {
  const fixture = createStatisticsFixture();
  await fixture.ledger.record([bounce(3001, NOON, { id: 'same', permanent: false })]);
  await fixture.ledger.record([bounce(2001, NOON, { id: 'same', permanent: true })]);
  await fixture.deliverAll();
  expect((await fixture.statistics(today)).rows).toMatchObject([{ code: 2001, permanent: true, count: 1 }]);
});

test('hashed addresses are counted by their receiver, which their writes name', async () => {
  const fixture = createStatisticsFixture({ hashed: true });
  await fixture.ledger.record([bounce(2001, NOON, { address: address('ann@gmail.com') })]);
  await fixture.deliverAll();
  expect((await fixture.statistics(today)).rows).toMatchObject([{ receiver: 'gmail', count: 1 }]);
});

describe('an event counts', () => {
  test.each([
    ['for its hour and its day', NOON - 90, [NOON - HOUR, NOON - 12 * HOUR]],
    ['as of its arrival, when it is dated ahead', NOON + 2 * DAY, [NOON, NOON - 12 * HOUR]],
    [
      'at midnight of its day, when it is older than two days',
      NOON - 100 * DAY,
      [NOON - 100.5 * DAY, NOON - 100.5 * DAY],
    ],
  ])('%s', (_, at, [hour, day]) => {
    expect(periodsOf(at, NOON)).toEqual([
      { by: 'hour', start: hour },
      { by: 'day', start: day },
    ]);
  });
});

describe('a period', () => {
  const cell = { source: 's', kind: 'bounce', permanent: true, code: 2001, receiver: 'other' } as const;

  test('folds lists together when they are too many, and says so', () => {
    const counts = emptyCounts();
    for (let n = 0; n < 2_500; n++) countEvent(counts, { ...cell, list: `list-${n}` });
    expect(counts.overflowed).toBe(true);
    expect(counts.events.get(JSON.stringify(['s', 'bounce', true, 2001, 'other', OVERFLOW]))).toBe(500);
  });

  test('folds replies together when they are too many, however they are added', () => {
    const counts = emptyCounts();
    for (let n = 0; n < 3; n++) {
      const more = emptyCounts();
      for (let m = 0; m < 100; m++) countUnknownReply(more, `reply ${n} ${m}`);
      addCounts(counts, more);
    }
    expect(counts.unknownReplies.get(OVERFLOW)).toBe(100);
    expect(counts.overflowed).toBe(true);
  });
});

test.each([
  ['550 5.7.1 blocked (S3140) [EX9f2ab31c04d]', '550 5.7.1 blocked (S3140) […]'],
  ['421 from 192.0.2.7, see https://help.example/x?y=1 for 123456789', '421 from …, see … for …'],
  ['451 try   later', '451 try later'],
])('%s is the wording %s', (reply, expected) => {
  expect(replyTemplate(reply)).toBe(expected);
});

describe('receiver families', () => {
  test.each([
    ['gmail.com', 'gmail'],
    ['hotmail.co.uk', 'microsoft'],
    ['yahoo.co.jp', 'yahoo'],
    ['me.com', 'apple'],
    ['web.de', 'united-internet'],
    ['yahoo.example', 'other'],
    ['notgmail.com', 'other'],
  ])('%s is %s', (domain, family) => {
    expect(receiverFamilyOf(domain)).toBe(family);
  });

  test('have names that are no domain', () => {
    for (const family of receiverFamilies) expect(family).toMatch(/^[a-z-]+$/);
  });
});
