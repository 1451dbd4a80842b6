import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { attribute } from '../shared/store/dynamodb/table.ts';
import { FIVE_MINUTES } from './alarms.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import { LedgerQueue } from './ledger-queue.ts';
import type { LedgerTable } from './ledger-table.ts';
import { acknowledge, acknowledgePatterns } from './nag.ts';

export interface PublisherProps extends CommonFunctionProps {
  readonly table: LedgerTable;
  /** An existing event bus. */
  readonly existingBus: IEventBus | undefined;
}

/** Listeners believe an older verdict for this long. */
const LATE = Duration.minutes(10);

/** Publishes every changed verdict on the event bus, and nothing else. */
export class Publisher extends LedgerFunction {
  /** Carries `address.suppressed`, `address.released` and `incident.opened`. */
  readonly bus: IEventBus;
  /** Positions in the stream of changes that could not be published; the stream itself keeps them for a day. */
  readonly unpublished: LedgerQueue;

  constructor(scope: Construct, id: string, props: PublisherProps) {
    const { namePrefix, encryptionKey } = props.functions;
    const bus =
      props.existingBus ??
      new EventBus(scope, `${id}Bus`, {
        description: 'Changes of verdicts in the bounce ledger',
        ...(namePrefix !== undefined && { eventBusName: namePrefix }),
      });
    super(scope, id, {
      ...props,
      name: 'publisher',
      description: 'publishes changed verdicts',
      timeout: 30,
      environment: { EVENT_BUS_NAME: bus.eventBusName },
    });
    this.bus = bus;
    this.allow(['events:PutEvents'], [bus.eventBusArn]);

    this.unpublished = new LedgerQueue(this, 'Unpublished', {
      encryptionKey,
      ...(namePrefix !== undefined && { queueName: `${namePrefix}-unpublished` }),
    });
    acknowledge(
      this.unpublished,
      'AwsSolutions-SQS3',
      'It is itself where the stream sends what failed, so it has no dead-letter queue of its own.',
    );
    this.lambda.addEventSource(
      new DynamoEventSource(props.table.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        retryAttempts: 5,
        maxRecordAge: Duration.hours(12),
        reportBatchItemFailures: true,
        onFailure: new SqsDlq(this.unpublished),
        // Only the put that changes a verdict carries the attribute: the rest of the stream costs nothing.
        filters: [
          FilterCriteria.filter({
            dynamodb: { NewImage: { [attribute.change]: { S: FilterRule.exists() } } },
          }),
        ],
      }),
    );

    acknowledgePatterns(
      this.role,
      ['*'],
      'Lambda lists streams to follow their shards, and IAM takes no single stream for that.',
    );

    this.unpublished.alarmWhenNotEmpty(this, 'NotPublished', props.alarms, {
      description: 'Changed verdicts could not be published to the event bus.',
      runbook: 'Changes were not published',
    });
    props.alarms.addAlarm(this, 'IsLate', {
      metric: this.lambda.metric('IteratorAge', { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
      threshold: LATE.toMilliseconds(),
      description: `The oldest changed verdict has waited ${LATE.toMinutes()} minutes to be published.`,
      runbook: 'Changes were not published',
    });
  }
}
