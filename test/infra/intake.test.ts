import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { sesEvents } from '../../shared/providers/ses/api-destinations.ts';
import { synthesise } from './synthesis.ts';

const stack = synthesise();
const TWO_WEEKS = 14 * 24 * 3_600;
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const queue = stack.one('AWS::SQS::Queue', 'LedgerIntakeQueue');
const deadLetters = stack.one('AWS::SQS::Queue', 'LedgerIntakeDeadLetters');
const topic = stack.one('AWS::SNS::Topic', 'LedgerSes');

describe('queues', () => {
  test.each(stack.all('AWS::SQS::Queue').map((resource) => [resource.id, resource] as const))(
    '%s keeps messages for two weeks, encrypted, and speaks TLS only',
    (id, { Properties }) => {
      expect(Properties).toMatchObject({ MessageRetentionPeriod: TWO_WEEKS, SqsManagedSseEnabled: true });
      stack.template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: id }],
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          ]),
        },
      });
    },
  );

  test('the queue waits six times as long as the processor may take, and gives up after five tries', () => {
    const processor = stack.one('AWS::Lambda::Function', 'LedgerProcessor');
    expect(queue.Properties).toMatchObject({
      VisibilityTimeout: 6 * Number(processor.Properties.Timeout),
      RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetters.id), maxReceiveCount: 5 },
    });
  });
});

describe('every hop has its dead letters', () => {
  test('topic to queue', () => {
    stack.template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: { Ref: topic.id },
      Protocol: 'sqs',
      Endpoint: arnOf(queue.id),
      RawMessageDelivery: true,
      RedrivePolicy: { deadLetterTargetArn: arnOf(deadLetters.id) },
    });
  });

  test('event bus to queue', () => {
    stack.template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.ses'],
        'detail-type': Match.arrayWith([
          'Email Bounced',
          'Email Complaint Received',
          'Email Delivered',
          'Email Delivery Delayed',
          'Email Rejected',
          'Email Rendering Failed',
        ]),
      },
      Targets: [Match.objectLike({ Arn: arnOf(queue.id), DeadLetterConfig: { Arn: arnOf(deadLetters.id) } })],
    });
  });

  test('stream to publisher', () => {
    const unpublished = stack.one('AWS::SQS::Queue', 'LedgerPublisher');
    stack.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: stack.one('AWS::Lambda::Function', 'LedgerPublisher').id },
      DestinationConfig: { OnFailure: { Destination: arnOf(unpublished.id) } },
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 5,
      StartingPosition: 'TRIM_HORIZON',
    });
  });
});

describe('what wakes the functions', () => {
  test('the processor takes large batches, a bounded number at once, and hands back what failed', () => {
    stack.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: arnOf(queue.id),
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      ScalingConfig: { MaximumConcurrency: 20 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('batches are as large as the operator likes', () => {
    synthesise({ batch: { size: 1_000, windowSeconds: 5 } }).template.hasResourceProperties(
      'AWS::Lambda::EventSourceMapping',
      { BatchSize: 1_000, MaximumBatchingWindowInSeconds: 5 },
    );
  });

  test('the publisher is woken by a changed verdict and by nothing else', () => {
    stack.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FilterCriteria: {
        Filters: [
          { Pattern: JSON.stringify({ dynamodb: { NewImage: { change: { S: [{ exists: true }] } } } }) },
        ],
      },
    });
  });
});

describe('SES', () => {
  test('may publish to the topic, for this account alone, and only over TLS', () => {
    stack.template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Principal: { Service: 'ses.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
        ]),
      },
    });
  });

  test('is left alone unless a configuration set is named', () => {
    stack.template.resourceCountIs('AWS::SES::ConfigurationSetEventDestination', 0);
  });

  test.each([
    ['an existing set gets the topic as destination', 'mail', 0],
    ['a set is made when asked for', { name: 'mail', create: true }, 1],
  ] as const)('%s', (_, sesConfigurationSet, sets) => {
    const { template } = synthesise({ config: { sources: { ses: 'ses' }, sesConfigurationSet } });
    template.resourceCountIs('AWS::SES::ConfigurationSet', sets);
    template.hasResource('AWS::SES::ConfigurationSetEventDestination', {
      Properties: {
        EventDestination: {
          Enabled: true,
          // Those that `sources connect` selects: either leaves the other's destination alone.
          MatchingEventTypes: sesEvents.map(({ name }) => camelCase(name)),
          SnsDestination: Match.anyValue(),
        },
      },
      // SES tries to publish at once, so the topic's policy comes first.
      DependsOn: Match.arrayWith([Match.stringLikeRegexp('TopicPolicy')]),
    });
  });
});

/** `DELIVERY_DELAY` of the API is `deliveryDelay` in CloudFormation. */
function camelCase(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
