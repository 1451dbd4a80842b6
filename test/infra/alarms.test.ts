import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { anchorOf } from '../../infra/alarms.ts';
import { synthesise, threeSources } from './synthesis.ts';

/** With every function that a configuration can ask for. */
const stack = synthesise({
  config: {
    sources: {
      ...threeSources.sources,
      news: { provider: 'mailgun', sync: { every: '1 day' } },
    },
  },
});
const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'runbook.md'), 'utf8');
const anchors = new Set(Array.from(page.matchAll(/^#+ (.*)$/gm), ([, heading = '']) => anchorOf(heading)));

describe('an alarm goes off for', () => {
  test.each<[string, Record<string, unknown>]>([
    [
      'a dead letter',
      {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        Dimensions: of('LedgerIntakeDeadLetters'),
      },
    ],
    [
      'an event that waits ten minutes',
      { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 600, Dimensions: of('LedgerIntakeQueue') },
    ],
    [
      'a change that was not published',
      {
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        Dimensions: of('LedgerPublisherUnpublished'),
      },
    ],
    [
      'a change that waits ten minutes to be published',
      { Namespace: 'AWS/Lambda', MetricName: 'IteratorAge', Threshold: 600_000, Statistic: 'Maximum' },
    ],
    ['an answer of 5xx', { Namespace: 'AWS/ApiGateway', MetricName: '5xx', Threshold: 1 }],
    ['a storm', { Namespace: 'BounceLedger', MetricName: 'StormsOpened', Threshold: 1 }],
    [
      'a webhook that is not set up as it should be, until a day without',
      { Namespace: 'BounceLedger', MetricName: 'DoctorProblems', Threshold: 1, Period: 86_400 },
    ],
    ['many rejected webhooks', { Namespace: 'BounceLedger', MetricName: 'Rejected', Threshold: 50 }],
  ])('%s', (_, properties) => {
    stack.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      ...properties,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  test.each([
    ['rejections of one source', 'Rejected', 'Source', 20],
    ['releases by one caller', 'ManualReleases', 'Caller', 50],
    ['erasures by one caller', 'Erasures', 'Caller', 20],
  ])('%s', (_, metric, dimension, threshold) => {
    stack.template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Threshold: threshold,
      Metrics: [
        Match.objectLike({
          Expression: `SELECT SUM(${metric}) FROM SCHEMA("BounceLedger", Ledger, ${dimension}) WHERE Ledger = 'BounceLedger' GROUP BY ${dimension} ORDER BY SUM() DESC`,
          Period: 300,
        }),
      ],
    });
  });

  test.each(['Errors', 'Throttles'])('%s of every function', (metric) => {
    const alarms = stack
      .all('AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.Namespace === 'AWS/Lambda' && Properties.MetricName === metric);
    expect(alarms).toHaveLength(stack.all('AWS::Lambda::Function').length);
  });

  /** The queue whose logical id begins so. */
  function of(queue: string) {
    return [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp(`^${queue}`), 'QueueName'] } },
    ];
  }
});

describe('what an alarm says', () => {
  const alarms = stack.all('AWS::CloudWatch::Alarm').map(({ id, Properties }) => [id, Properties] as const);

  test.each(alarms)('%s: what it means, and where the page says what to do', (_, { AlarmDescription }) => {
    const [, says, anchor = ''] =
      /^(\S.+\.) What to do: https:\/\/.+\/docs\/runbook\.md#(.+)$/.exec(String(AlarmDescription)) ?? [];
    expect(says).toBeDefined();
    expect(anchors).toContain(anchor);
  });

  test('the page describes no alarm that does not exist', () => {
    const section = page.slice(page.indexOf('\n## Alarms'), page.indexOf('\n## Routine operations'));
    const described = Array.from(section.matchAll(/^### (.*)$/gm), ([, heading = '']) => anchorOf(heading));
    const rung = new Set(alarms.map(([, { AlarmDescription }]) => String(AlarmDescription).split('#')[1]));
    expect(new Set(described)).toEqual(rung);
  });

  test('the page can be elsewhere', () => {
    const runbookUrl = 'https://wiki.example.com/ledger';
    for (const { Properties } of synthesise({ alarms: { runbookUrl } }).all('AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmDescription).toContain(`${runbookUrl}#`);
    }
  });
});

describe('where alarms go', () => {
  test('nowhere by default', () => {
    stack.template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
  });

  test('to an e-mail address', () => {
    const { template } = synthesise({ alarms: { emails: ['ops@example.com'] } });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^LedgerAlarmsTopic') }],
    });
  });
});
