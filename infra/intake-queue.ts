import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';
import { LedgerQueue } from './ledger-queue.ts';

/** A message is tried this often; by then some six minutes have passed. */
const TRIES = 5;

/** An event that waits this long means a verdict that is this late. */
const LATE = Duration.minutes(10);

/** The queue every event goes through, and where those end that nothing could be made of. */
export class IntakeQueue extends Construct {
  readonly queue: LedgerQueue;
  /**
   * Dead letters of every hop into the processor: the topic's, the rule's, the queue's, and the processor's own for a
   * single broken event among good ones. All have the form of a queue message, so one redrive serves them all.
   */
  readonly deadLetters: LedgerQueue;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly alarms: Alarms; readonly processorTimeout: number },
  ) {
    super(scope, id);

    this.deadLetters = new LedgerQueue(this, 'DeadLetters');
    this.queue = new LedgerQueue(this, 'Queue', {
      // Lambda asks for six times the function's timeout, so that a throttled batch is not handed out twice.
      visibilityTimeout: Duration.seconds(6 * props.processorTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });

    this.deadLetters.alarmWhenNotEmpty(this, 'DeadLettersWaiting', props.alarms, {
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
