import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import { attribute, statisticsPrefix } from '../shared/store/dynamodb/table.ts';
import { FIVE_MINUTES } from './alarms.ts';
import { type CommonFunctionProps, LedgerFunction } from './ledger-function.ts';
import { LedgerQueue } from './ledger-queue.ts';
import type { LedgerTable } from './ledger-table.ts';
import { acknowledge, acknowledgePatterns } from './nag.ts';

export interface StatisticsProps extends CommonFunctionProps {
  readonly table: LedgerTable;
}

/** Each flush writes two items: the longer the window, the fewer of them. Statistics are late by as much. */
const BATCHING_WINDOW = Duration.minutes(5);

/** Statistics that are older than this are wrong for the day. */
const LATE = Duration.hours(6);

/**
 * Counts events and changed verdicts by hour and day, from the table's stream. It writes the items of the statistics
 * and no record: its role names their keys.
 */
export class Statistics extends LedgerFunction {
  /** Positions in the stream of writes that could not be counted; the stream itself keeps them for a day. */
  readonly uncounted: LedgerQueue;

  constructor(scope: Construct, id: string, props: StatisticsProps) {
    const { table } = props.table;
    const { namePrefix, encryptionKey } = props.functions;
    super(scope, id, {
      ...props,
      name: 'statistics',
      description: 'counts events by hour and day',
      timeout: 60,
      environment: { TABLE_NAME: table.tableName },
    });
    this.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem'],
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${statisticsPrefix}*`] } },
      }),
    );

    this.uncounted = new LedgerQueue(this, 'Uncounted', {
      encryptionKey,
      ...(namePrefix !== undefined && { queueName: `${namePrefix}-uncounted` }),
    });
    acknowledge(
      this.uncounted,
      'AwsSolutions-SQS3',
      'It is itself where the stream sends what failed, so it has no dead-letter queue of its own.',
    );
    this.lambda.addEventSource(
      new DynamoEventSource(table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 10_000,
        maxBatchingWindow: BATCHING_WINDOW,
        // With windows Lambda names the shard, by whose order the function knows what it has counted.
        tumblingWindow: Duration.minutes(15),
        bisectBatchOnError: true,
        retryAttempts: 100,
        maxRecordAge: Duration.hours(20),
        onFailure: new SqsDlq(this.uncounted),
        // Writes of records; those of guards and of the statistics themselves cost nothing.
        filters: [
          FilterCriteria.filter({
            dynamodb: { NewImage: { [attribute.events]: { B: FilterRule.exists() } } },
          }),
        ],
      }),
    );
    acknowledgePatterns(
      this.role,
      ['*'],
      'Lambda lists streams to follow their shards, and IAM takes no single stream for that.',
    );

    this.uncounted.alarmWhenNotEmpty(this, 'NotCounted', props.alarms, {
      description: 'Writes of records could not be counted: statistics are incomplete.',
      runbook: 'Statistics are incomplete',
    });
    props.alarms.addAlarm(this, 'IsLate', {
      metric: this.lambda.metric('IteratorAge', { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
      threshold: LATE.toMilliseconds(),
      description: `The oldest write has waited ${LATE.toHours()} hours to be counted.`,
      runbook: 'Statistics are incomplete',
    });
  }
}
