import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { type AlarmName, type Alarms, FIVE_MINUTES, type LedgerAlarm } from './alarms.ts';

/** The maximum of SQS: dead letters outlast an operator's holiday. */
export const QUEUE_RETENTION_DAYS = 14;

export interface LedgerQueueProps
  extends Pick<QueueProps, 'visibilityTimeout' | 'deadLetterQueue' | 'queueName'> {
  /** @default - SSE-SQS */
  readonly encryptionKey?: IKey | undefined;
}

/** A queue of the ledger: the longest retention of SQS, encrypted, TLS only. */
export class LedgerQueue extends Queue {
  constructor(scope: Construct, id: string, { encryptionKey, ...props }: LedgerQueueProps = {}) {
    super(scope, id, {
      ...props,
      retentionPeriod: Duration.days(QUEUE_RETENTION_DAYS),
      ...(encryptionKey
        ? { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }
        : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
    });
  }

  /** Adds an alarm that goes off as soon as one message is in the queue. The alarm belongs to `scope`. */
  alarmWhenNotEmpty(
    scope: Construct,
    id: AlarmName,
    alarms: Alarms,
    alarm: Pick<LedgerAlarm, 'description' | 'runbook'>,
  ): void {
    const metric = this.metricApproximateNumberOfMessagesVisible({
      period: FIVE_MINUTES,
      statistic: Stats.MAXIMUM,
    });
    alarms.addAlarm(scope, id, { ...alarm, metric, threshold: 1 });
  }
}
