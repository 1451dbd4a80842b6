/** The overview's figures, against plain counts over the same rows. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Rate, Statistics, StatisticsRow } from '../../console/app/api/documents.ts';
import { receiverInWords } from '../../console/app/format/words.ts';
import { dimensions, groupOfCode, measures, partOf } from '../../console/app/statistics/measures.ts';
import { mergeStatistics } from '../../console/app/statistics/merge.ts';
import { bySeverity, rateLines, rateSeverity } from '../../console/app/statistics/rates.ts';
import { bucketsOf, OTHERS, peakOf, sharesOf, stackOf, sum } from '../../console/app/statistics/series.ts';
import { differencesOf, totalsOf } from '../../console/app/statistics/totals.ts';
import { storedKinds } from '../../shared/events/event.ts';
import { ratesOf } from '../../shared/statistics/statistics.ts';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 4, 1);
const HOURS = 12;

const rowArbitrary: fc.Arbitrary<StatisticsRow> = fc.record({
  at: fc.integer({ min: 0, max: HOURS - 1 }).map((hour) => new Date(FROM + hour * HOUR).toISOString()),
  source: fc.constantFrom('ses', 'sendgrid', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  provider: fc.constant('ses'),
  kind: fc.constantFrom(
    'bounce',
    'deferral',
    'dropped',
    'complaint',
    'unsubscribe',
    'delivered',
    'auto-reply',
  ),
  permanent: fc.constantFrom(null, true, false),
  code: fc.constantFrom(null, 2001, 3001, 1002, 4001, 5001, 9999),
  receiver: fc.constantFrom('Gmail', 'Yahoo', 'other'),
  list: fc.constantFrom('*', 'news'),
  count: fc.integer({ min: 1, max: 1_000 }),
});

function statisticsOf(rows: StatisticsRow[]): Statistics {
  return {
    from: new Date(FROM).toISOString(),
    to: new Date(FROM + HOURS * HOUR).toISOString(),
    by: 'hour',
    asOf: null,
    exact: true,
    rows,
    changes: [],
    rates: [],
    thresholds: null,
    unknownReplies: [],
  };
}

const anyMeasure = fc.constantFrom(...(Object.keys(measures) as Array<keyof typeof measures>));
const anyDimension = fc.constantFrom(...(Object.keys(dimensions) as Array<keyof typeof dimensions>));
const anyStatistics = fc.array(rowArbitrary, { maxLength: 60 }).map(statisticsOf);

describe('a stack', () => {
  test('holds every event that is measured, once', () => {
    fc.assert(
      fc.property(anyStatistics, anyMeasure, anyDimension, (statistics, measure, dimension) => {
        const stack = stackOf(statistics, measure, dimension);
        const kinds: readonly string[] = measures[measure].kinds;
        const counted = sum(
          statistics.rows.filter(({ kind }) => kinds.includes(kind)).map(({ count }) => count),
        );
        expect(sum(stack.totals)).toBe(counted);
        expect(sum(stack.series.map(({ total }) => total))).toBe(counted);
        stack.buckets.forEach((_, index) => {
          expect(sum(stack.series.map(({ counts }) => counts[index] ?? 0))).toBe(stack.totals[index]);
        });
        expect(stack.series.length).toBeLessThanOrEqual(7);
      }),
    );
  });

  test('has the largest parts by themselves, and sums the others up', () => {
    const rows = Array.from({ length: 10 }, (_, index) => ({
      at: new Date(FROM).toISOString(),
      source: `source-${index}`,
      provider: 'ses',
      kind: 'bounce',
      permanent: true,
      code: 2001,
      receiver: 'Gmail',
      list: '*',
      count: 100 - index,
    }));
    const { series } = stackOf(statisticsOf(rows), 'bounces', 'source');
    expect(series.map(({ name, total }) => [name, total])).toEqual([
      ['source-0', 100],
      ['source-1', 99],
      ['source-2', 98],
      ['source-3', 97],
      ['source-4', 96],
      ['source-5', 95],
      [OTHERS, 94 + 93 + 92 + 91],
    ]);
  });

  test('leaves out rows beyond its span', () => {
    const row = {
      source: 's',
      provider: 's',
      kind: 'bounce',
      permanent: true,
      code: 2001,
      receiver: 'Gmail',
      list: '*',
      count: 1,
    };
    const rows = [-1, HOURS].map((hour) => ({ ...row, at: new Date(FROM + hour * HOUR).toISOString() }));
    expect(sum(stackOf(statisticsOf(rows), 'bounces', 'source').totals)).toBe(0);
  });

  test('has a bucket for each hour and each day of UTC', () => {
    expect(bucketsOf({ from: '2026-05-01T10:30:00Z', to: '2026-05-01T12:10:00Z', by: 'hour' })).toEqual(
      [10, 11, 12].map((hour) => Date.UTC(2026, 4, 1, hour)),
    );
    expect(bucketsOf({ from: '2026-05-01T00:00:00Z', to: '2026-05-03T00:00:00Z', by: 'day' })).toHaveLength(
      2,
    );
    expect(bucketsOf({ from: '2026-05-03T00:00:00Z', to: '2026-05-01T00:00:00Z', by: 'day' })).toEqual([]);
  });
});

test('the peak is the largest bucket, the latest of equals', () => {
  expect(peakOf([0, 0])).toBeNull();
  expect(peakOf([])).toBeNull();
  expect(peakOf([3, 7, 7, 1])).toBe(2);
});

test('shares of a bucket are its parts, and add up to it', () => {
  fc.assert(
    fc.property(
      anyStatistics,
      anyDimension,
      fc.integer({ min: 0, max: HOURS - 1 }),
      (statistics, dimension, hour) => {
        const bucket = FROM + hour * HOUR;
        const shares = sharesOf(statistics, bucket, 'failures', dimension);
        const stack = stackOf(statistics, 'failures', dimension);
        expect(sum(shares.map(({ count }) => count))).toBe(stack.totals[hour]);
        if (shares.length > 0) expect(sum(shares.map(({ share }) => share))).toBeCloseTo(1);
        expect(shares.map(({ count }) => count)).toEqual(
          shares.map(({ count }) => count).sort((a, b) => b - a),
        );
      },
    ),
  );
});

test('statistics read in parts are those of the whole, their rates as the API sums them up', () => {
  const inOrder = (rates: readonly Rate[]) =>
    rates
      .filter(({ source, receiver }) => source !== null || receiver !== null)
      .map(({ source, receiver, delivered, bounces, complaints, bounceRate, complaintRate }) => [
        `${source} ${receiver}`,
        [delivered, bounces, complaints, bounceRate, complaintRate],
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  fc.assert(
    fc.property(anyStatistics, anyStatistics, (a, b) => {
      const merged = mergeStatistics([
        { ...a, unknownReplies: [{ text: 'x', count: 2 }] },
        { ...b, exact: false, unknownReplies: [{ text: 'x', count: 3 }] },
      ]);
      const rows = [...a.rows, ...b.rows];
      expect(totalsOf(merged)).toEqual(totalsOf({ rows, changes: [] }));
      expect(merged.exact).toBe(false);
      expect(merged.unknownReplies).toEqual([{ text: 'x', count: 5 }]);
      const known = rows.map((row) => ({ ...row, kind: v.parse(v.picklist(storedKinds.names), row.kind) }));
      expect(inOrder(merged.rates)).toEqual(inOrder([...ratesOf(known)]));
    }),
  );
});

describe('rates', () => {
  test('are those of one source over all receivers, or of one receiver over all sources', () => {
    const rate = (source: string | null, receiver: string | null, bounces: number): Rate => ({
      source,
      receiver,
      delivered: 100,
      bounces,
      complaints: 0,
      bounceRate: null,
      complaintRate: null,
    });
    const rates = [rate(null, null, 3), rate('ses', null, 3), rate(null, 'gmail', 1), rate(null, 'yahoo', 2)];
    expect(rateLines(rates, 'source')).toMatchObject([{ name: 'ses', delivered: 100, bounces: 3 }]);
    expect(rateLines(rates, 'receiver')).toMatchObject([
      { name: 'gmail', bounces: 1 },
      { name: 'yahoo', bounces: 2 },
    ]);
  });

  test.each([
    [null, 'none', null],
    [0.05, 'ok', null],
    [0.051, 'warning', 0.05],
    [0.1, 'warning', 0.05],
    [0.2, 'problem', 0.1],
  ])('%j is %s', (rate, severity, exceeded) => {
    expect(rateSeverity(rate, [0.05, 0.1])).toEqual({ severity, exceeded });
  });

  test('that most need to be looked at come first, then the larger', () => {
    const line = (name: string, delivered: number, bounceRate: number) => ({
      name,
      delivered,
      bounces: 0,
      complaints: 0,
      bounceRate,
      complaintRate: 0,
    });
    const lines = [
      line('small', 10, 0.01),
      line('large', 1_000, 0.01),
      line('bad', 8, 0.2),
      line('warning', 7, 0.07),
    ];
    const thresholds = { bounceRate: [0.05, 0.1], complaintRate: [0.001], minMessages: 7 };
    expect(bySeverity([...lines, line('few', 6, 0.5)], thresholds).map(({ name }) => name)).toEqual([
      'bad',
      'warning',
      'large',
      'small',
      'few',
    ]);
  });
});

describe('differences between two weeks', () => {
  const row = (hour: number, receiver: string, count: number): StatisticsRow => ({
    at: new Date(FROM + hour * HOUR).toISOString(),
    source: 'ses',
    provider: 'ses',
    kind: 'bounce',
    permanent: true,
    code: 2001,
    receiver,
    list: '*',
    count,
  });
  const spans = [FROM, FROM + 6 * HOUR, FROM + 12 * HOUR] as const;

  test('are named, the largest first; everyday noise is not', () => {
    const rows = [row(0, 'Gmail', 100), row(6, 'Gmail', 104), row(0, 'Yahoo', 10), row(6, 'Yahoo', 60)];
    expect(differencesOf(rows, spans)).toEqual([
      { dimension: 'source', name: 'ses', before: 110, after: 164 },
      { dimension: 'group', name: 'Permanent', before: 110, after: 164 },
      { dimension: 'receiver', name: 'Yahoo', before: 10, after: 60 },
    ]);
  });

  test('take nothing beyond the two weeks', () => {
    expect(differencesOf([row(-1, 'Gmail', 500), row(12, 'Gmail', 500)], spans)).toEqual([]);
  });
});

test.each([
  ['gmail', 'Gmail'],
  ['united-internet', 'United Internet'],
  ['att', 'AT&T'],
  ['other', 'Other receivers'],
])('the receiver %s is called %s', (family, name) => {
  expect(receiverInWords(family)).toBe(name);
});

describe('parts', () => {
  test.each([
    [2001, 'permanent'],
    [1002, 'message-rejected'],
    [3001, 'temporary'],
    [4001, 'communication'],
    [5001, 'informational'],
    [9999, 'unknown'],
    [6001, 'unknown'],
    [null, 'none'],
  ])('code %j is of the group %s', (code, group) => {
    expect(groupOfCode(code)).toBe(group);
  });

  test('an event without a code is named by its kind', () => {
    const row = {
      at: '',
      source: 's',
      provider: 'p',
      kind: 'complaint',
      permanent: null,
      code: null,
      receiver: 'other',
      list: '*',
      count: 1,
    };
    expect(partOf(row, 'group')).toBe('Complaint');
    expect(partOf(row, 'receiver')).toBe('Other receivers');
  });
});
