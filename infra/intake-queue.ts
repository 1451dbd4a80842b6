import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';
import { LedgerQueue } from './ledger-queue.ts';

/** Receives of a message before it becomes a dead letter; by then some six minutes have passed. */
const MAX_RECEIVES = 5;

/** An event that waits this long means a verdict that is this late. */
const LATE = Duration.minutes(10);

export interface IntakeQueueProps {
  readonly alarms: Alarms;
  /** Seconds. */
  readonly processorTimeout: number;
  readonly namePrefix: string | undefined;
  readonly encryptionKey: IKey | undefined;
}

/** The queue that every event goes through, and its dead-letter queue. */
export class IntakeQueue extends Construct {
  readonly queue: LedgerQueue;
  /**
   * Dead letters of every hop into the processor: the topic's, the rule's, the queue's, and the processor's own for a
   * single invalid event among valid ones. All have the form of a queue message, so one redrive serves them all.
   */
  readonly deadLetters: LedgerQueue;

  constructor(scope: Construct, id: string, props: IntakeQueueProps) {
    super(scope, id);
    const { namePrefix, encryptionKey } = props;

    this.deadLetters = new LedgerQueue(this, 'DeadLetters', {
      encryptionKey,
      ...(namePrefix !== undefined && { queueName: `${namePrefix}-dead-letters` }),
    });
    this.queue = new LedgerQueue(this, 'Queue', {
      encryptionKey,
      ...(namePrefix !== undefined && { queueName: `${namePrefix}-intake` }),
      // Lambda asks for six times the function's timeout, so that a throttled batch is not handed out twice.
      visibilityTimeout: Duration.seconds(6 * props.processorTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MAX_RECEIVES },
    });

    this.deadLetters.alarmWhenNotEmpty(this, 'DeadLettersWaiting', props.alarms, {
      description: 'Events that could not be processed are in the dead-letter queue.',
      runbook: 'Dead letters are waiting',
    });
    props.alarms.addAlarm(this, 'QueueIsLate', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: FIVE_MINUTES,
        statistic: Stats.MAXIMUM,
      }),
      threshold: LATE.toSeconds(),
      description: 'The oldest event in the queue has waited ten minutes.',
      runbook: 'The queue is not keeping up',
    });
  }
}
