import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type Alarms, FIVE_MINUTES, type LedgerAlarm } from './alarms.ts';

/** Longest that SQS keeps a message: time to come back from a holiday. */
const KEPT = Duration.days(14);

/** A queue as each of ours is: kept as long as SQS keeps anything, encrypted, TLS only. */
export class LedgerQueue extends Queue {
  constructor(
    scope: Construct,
    id: string,
    props: Pick<QueueProps, 'visibilityTimeout' | 'deadLetterQueue'> = {},
  ) {
    super(scope, id, {
      ...props,
      retentionPeriod: KEPT,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }

  /** Rings as soon as one message waits in it. The alarm belongs to `scope`. */
  alarmWhenNotEmpty(
    scope: Construct,
    id: string,
    alarms: Alarms,
    alarm: Pick<LedgerAlarm, 'says' | 'runbook'>,
  ): void {
    const metric = this.metricApproximateNumberOfMessagesVisible({
      period: FIVE_MINUTES,
      statistic: Stats.MAXIMUM,
    });
    alarms.raise(scope, id, { ...alarm, metric, threshold: 1 });
  }
}
