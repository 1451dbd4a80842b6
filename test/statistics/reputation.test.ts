/** Rates above thresholds, from the counts that the statistics have. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultReputation, excessiveRates } from '../../shared/statistics/reputation.ts';
import { ratesOf } from '../../shared/statistics/statistics.ts';

type Row = Parameters<typeof ratesOf>[0][number];

const row = (kind: Row['kind'], count: number, more: Partial<Row> = {}): Row => ({
  source: 'ses',
  receiver: 'gmail',
  kind,
  permanent: kind === 'bounce' ? true : null,
  count,
  ...more,
});

const excessive = (rows: readonly Row[], settings = defaultReputation) =>
  excessiveRates(ratesOf(rows), settings).map(({ rate, subject, name, percent }) => [
    rate,
    subject,
    name,
    Number(percent.toFixed(2)),
  ]);

describe('a rate', () => {
  test('above its lowest threshold is reported of the source and of the receiver', () => {
    expect(excessive([row('delivered', 940), row('bounce', 60)])).toEqual([
      ['BounceRate', 'Source', 'ses', 6],
      ['BounceRate', 'Receiver', 'gmail', 6],
    ]);
  });

  test('at the threshold is not above it', () => {
    expect(excessive([row('delivered', 950), row('bounce', 50)])).toEqual([]);
    expect(excessive([row('delivered', 1_000), row('complaint', 1)])).toEqual([]);
  });

  test('of one receiver is reported though the source does well', () => {
    const elsewhere = { receiver: 'microsoft' };
    const rows = [row('delivered', 100_000), row('delivered', 900, elsewhere), row('bounce', 110, elsewhere)];
    expect(excessive(rows)).toEqual([['BounceRate', 'Receiver', 'microsoft', 10.89]]);
  });

  test('of complaints is over deliveries', () => {
    expect(excessive([row('delivered', 2_000), row('complaint', 8)])).toEqual([
      ['ComplaintRate', 'Source', 'ses', 0.4],
      ['ComplaintRate', 'Receiver', 'gmail', 0.4],
    ]);
  });

  test('of few messages is left alone', () => {
    const rows = [row('delivered', 700), row('bounce', 299)];
    expect(excessive(rows)).toEqual([]);
    expect(excessive(rows, { ...defaultReputation, minMessages: 999 })).toHaveLength(2);
  });

  test('without deliveries is none', () => {
    expect(excessive([row('bounce', 5_000), row('complaint', 5_000)])).toEqual([]);
  });

  test('without a threshold is not watched', () => {
    const settings = { bouncePercent: [], complaintPercent: [], minMessages: 1 };
    expect(excessive([row('delivered', 10), row('bounce', 90), row('complaint', 9)], settings)).toEqual([]);
  });

  test('of temporary bounces is no bounce rate', () => {
    expect(excessive([row('delivered', 500), row('bounce', 500, { permanent: false })])).toEqual([]);
  });
});

test('any rows: exactly the sources and receivers above the threshold by a plain count', () => {
  const anyRow = fc.record({
    source: fc.constantFrom('ses', 'sendgrid', 'postmark'),
    receiver: fc.constantFrom('gmail', 'yahoo', 'other'),
    kind: fc.constantFrom('delivered' as const, 'bounce' as const, 'complaint' as const, 'deferral' as const),
    permanent: fc.constantFrom(true, false, null),
    count: fc.integer({ min: 1, max: 3_000 }),
  });
  const settings = { bouncePercent: [20], complaintPercent: [30], minMessages: 2_000 };
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 30 }), (rows) => {
      const sum = (is: (one: Row) => boolean) =>
        rows.filter(is).reduce((total, { count }) => total + count, 0);
      const expected = (['source', 'receiver'] as const).flatMap((by) =>
        [...new Set(rows.map((one) => one[by]))].flatMap((name) => {
          const ofName = (is: (one: Row) => boolean) => sum((one) => one[by] === name && is(one));
          const delivered = ofName(({ kind }) => kind === 'delivered');
          const bounced = ofName(({ kind }) => kind === 'bounce');
          const permanent = ofName((one) => one.kind === 'bounce' && one.permanent !== false);
          const complaints = ofName(({ kind }) => kind === 'complaint');
          if (delivered === 0 || delivered + permanent < 2_000) return [];
          return [
            ...(permanent / (delivered + bounced) > 0.2 ? [`BounceRate ${by} ${name}`] : []),
            ...(complaints / delivered > 0.3 ? [`ComplaintRate ${by} ${name}`] : []),
          ];
        }),
      );
      const found = excessiveRates(ratesOf(rows), settings).map(
        ({ rate, subject, name }) => `${rate} ${subject.toLowerCase()} ${name}`,
      );
      expect(found.sort()).toEqual(expected.sort());
    }),
  );
});
