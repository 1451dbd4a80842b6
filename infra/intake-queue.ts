import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';

/** Longest that SQS keeps a message: time to come back from a holiday. */
const KEPT = Duration.days(14);

/** A message is tried this often; by then some six minutes have passed. */
const TRIES = 5;

/** An event that waits this long means a verdict that is this late. */
const LATE = Duration.minutes(10);

/** The queue every event goes through, and where those end that nothing could be made of. */
export class IntakeQueue extends Construct {
  readonly queue: Queue;
  /**
   * Dead letters of every hop into the processor: the topic's, the rule's, the queue's, and the processor's own for a
   * single broken event among good ones. All have the form of a queue message, so one redrive serves them all.
   */
  readonly deadLetters: Queue;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly alarms: Alarms; readonly processorTimeout: number },
  ) {
    super(scope, id);

    this.deadLetters = new Queue(this, 'DeadLetters', {
      retentionPeriod: KEPT,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.queue = new Queue(this, 'Queue', {
      retentionPeriod: KEPT,
      // Lambda asks for six times the function's timeout, so that a throttled batch is not handed out twice.
      visibilityTimeout: Duration.seconds(6 * props.processorTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });

    props.alarms.raise(this, 'DeadLettersWaiting', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: FIVE_MINUTES,
        statistic: Stats.MAXIMUM,
      }),
      threshold: 1,
      says: 'Events that could not be processed are waiting in the dead-letter queue.',
      runbook: 'Dead letters are waiting',
    });
    props.alarms.raise(this, 'QueueIsLate', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: FIVE_MINUTES,
        statistic: Stats.MAXIMUM,
      }),
      threshold: LATE.toSeconds(),
      says: 'The oldest event in the queue has waited ten minutes.',
      runbook: 'The queue is not keeping up',
    });
  }
}
