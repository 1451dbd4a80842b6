import { describe, expect, test } from 'vitest';
import { type Synthesis, synthesise, threeSources } from './synthesis.ts';

const stack = synthesise();

const alarmsOf = ({ all }: Synthesis) =>
  all('AWS::CloudWatch::Alarm', 'LedgerReputation').map(({ Properties }) => Properties);

describe('reputation', () => {
  test('has an alarm for each threshold, of sources and of receivers', () => {
    const descriptions = alarmsOf(stack).map(({ AlarmDescription }) => String(AlarmDescription));
    for (const subject of ['one source or more', 'mail to one family of receivers or more']) {
      const says = (rate: string, percent: number) =>
        `The ${rate} of ${subject} in 24 hours is over ${percent} %.`;
      for (const wanted of [
        ...[5, 10].map((percent) => says('bounce rate', percent)),
        ...[0.1, 0.3, 0.5].map((percent) => says('complaint rate', percent)),
      ]) {
        expect(descriptions.filter((text) => text.startsWith(wanted))).toHaveLength(1);
      }
    }
    expect(descriptions).toHaveLength(10);
  });

  test('an alarm has a state for each source, and goes off above the threshold', () => {
    const [alarm] = alarmsOf(stack).filter(({ AlarmDescription }) =>
      String(AlarmDescription).startsWith('The bounce rate of one source or more in 24 hours is over 10 %.'),
    );
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 10,
      TreatMissingData: 'notBreaching',
      EvaluationPeriods: 1,
      Metrics: [
        {
          Expression:
            'SELECT MAX(BounceRate) FROM SCHEMA("BounceLedger", Ledger, Source) ' +
            "WHERE Ledger = 'BounceLedger' GROUP BY Source ORDER BY MAX() DESC",
          Period: 3600,
        },
      ],
    });
    expect(alarm?.Metrics).toHaveLength(1);
  });

  test('thresholds are the configuration’s', () => {
    const reputation = { bouncePercent: [2], complaintPercent: [], minMessages: 50 };
    const alarms = alarmsOf(synthesise({ config: { ...threeSources, reputation } }));
    expect(alarms.map(({ Threshold }) => Threshold)).toEqual([2, 2]);
  });

  test('is not watched where the configuration says so', () => {
    expect(alarmsOf(synthesise({ config: { ...threeSources, reputation: false } }))).toEqual([]);
  });
});
