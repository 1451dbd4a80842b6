import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricDimension, type MetricName } from '../shared/intake/metric-names.ts';
import type { RateName, SubjectKind } from '../shared/statistics/reputation.ts';
import { RUNBOOK_URL } from './urls.ts';

/** The period of the alarms. */
export const FIVE_MINUTES = Duration.minutes(5);

/** The headings of docs/runbook.md that an alarm may point to. */
export type RunbookHeading =
  | 'Dead letters are waiting'
  | 'The queue is not keeping up'
  | 'A function fails'
  | 'A function is throttled'
  | 'The API answers 5xx'
  | 'Changes were not published'
  | 'Statistics are incomplete'
  | 'A storm is open'
  | 'A source suppresses too much'
  | 'Bounces or complaints are too many'
  | 'Webhooks are rejected'
  | 'A caller releases or erases much'
  | 'A source is set up wrongly'
  | 'A list is not kept in step';

/** The alarms whose threshold can be set. */
export type AlarmName =
  | 'DeadLettersWaiting'
  | 'QueueIsLate'
  | 'Errors'
  | 'Throttles'
  | 'ServerErrors'
  | 'NotPublished'
  | 'NotCounted'
  | 'IsLate'
  | 'StormOpened'
  | 'SourceIncidentOpened'
  | 'Rejected'
  | 'RejectedBySource'
  | 'ReleasesByCaller'
  | 'ErasuresByCaller'
  | 'DoctorProblems'
  | 'SyncFailed';

/** Of a rate above a threshold that the configuration gives: `BounceRateOver5BySource`. */
export type RateAlarmName = `${RateName}Over${number}By${SubjectKind}`;

export interface LedgerAlarm {
  readonly metric: IMetric;
  /** The alarm goes off at this value and above. */
  readonly threshold: number;
  /** Whether the threshold itself is still well. @default false */
  readonly above?: boolean;
  /** Consecutive periods that must reach the threshold. @default 1 */
  readonly periods?: number;
  /** What the metric's value means, in a sentence. */
  readonly description: string;
  readonly runbook: RunbookHeading;
}

/** Where the alarms go, and when they go off. */
export interface AlarmOptions {
  /**
   * Topics that alarms are published to.
   * @default - none
   */
  readonly topics?: readonly ITopic[];
  /**
   * E-mail addresses that get the alarms through a topic of the construct's own; each must confirm its subscription.
   * @default - none
   */
  readonly emails?: readonly string[];
  /**
   * Thresholds that differ from the defaults.
   * @default - each alarm's own
   * @example
   * { thresholds: { Rejected: 200 } }
   */
  readonly thresholds?: Readonly<Partial<Record<AlarmName, number>>>;
  /**
   * The runbook that alarm descriptions and the dashboard link to.
   * @default - the runbook of this release
   */
  readonly runbookUrl?: string;
}

export interface AlarmsProps extends AlarmOptions {
  /** Value of the `Ledger` dimension of the functions' own metrics. */
  readonly ledgerName: string;
  /** Encrypts the construct's own topic. @default - not encrypted: descriptions hold no address */
  readonly encryptionKey?: IKey;
}

/** Adds the ledger's alarms: each states what it means and links to the runbook entry that says what to do. */
export class Alarms extends Construct {
  /** Every alarm, in the order they were added. */
  readonly all: Alarm[] = [];
  /** The topic that sends the e-mails; undefined without `emails`. */
  readonly topic: Topic | undefined;
  readonly #actions: readonly SnsAction[];
  readonly #props: AlarmsProps;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#props = props;
    this.topic = props.emails?.length ? this.#emailTopic(props.emails) : undefined;
    const topics = [...(props.topics ?? []), ...(this.topic ? [this.topic] : [])];
    this.#actions = topics.map((topic) => new SnsAction(topic));
  }

  /** Adds an alarm that belongs to `scope`. Missing data is not breaching: no event, no error. */
  addAlarm(
    scope: Construct,
    id: AlarmName | RateAlarmName,
    { metric, threshold, above = false, periods = 1, description, runbook }: LedgerAlarm,
  ): Alarm {
    const thresholds: Readonly<Record<string, number | undefined>> = this.#props.thresholds ?? {};
    const alarm = new Alarm(scope, id, {
      metric,
      threshold: thresholds[id] ?? threshold,
      evaluationPeriods: periods,
      comparisonOperator: above
        ? ComparisonOperator.GREATER_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${description} What to do: ${this.runbookEntry(runbook)}`,
    });
    if (this.#actions.length > 0) alarm.addAlarmAction(...this.#actions);
    this.all.push(alarm);
    return alarm;
  }

  /**
   * A rate of each source, or of each family of receivers: an alarm on it has a state for each of them, and needs no
   * update where one is new. CloudWatch asks for the last three hours at most.
   */
  rates(rate: RateName, subject: SubjectKind): MathExpression {
    return this.#groupedBy(subject, 'MAX', rate, Duration.hours(1));
  }

  /** A count of each source or caller: an alarm on it has a state for each of them, as one on a rate has. */
  counts(metricName: MetricName, dimension: MetricDimension): MathExpression {
    return this.#groupedBy(dimension, 'SUM', metricName, FIVE_MINUTES);
  }

  /** A metric that the functions of this ledger write into their logs (embedded metric format). */
  metric(metricName: MetricName): Metric {
    return new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { Ledger: this.#props.ledgerName },
      period: FIVE_MINUTES,
      statistic: Stats.SUM,
    });
  }

  /** The runbook's entry under a heading. */
  runbookEntry(heading: RunbookHeading): string {
    return `${this.#props.runbookUrl ?? RUNBOOK_URL}#${anchorOf(heading)}`;
  }

  #groupedBy(
    dimension: SubjectKind | MetricDimension,
    statistic: 'MAX' | 'SUM',
    metricName: RateName | MetricName,
    period: Duration,
  ): MathExpression {
    return new MathExpression({
      expression: `SELECT ${statistic}(${metricName}) FROM SCHEMA("${METRICS_NAMESPACE}", Ledger, ${dimension}) WHERE Ledger = '${this.#props.ledgerName}' GROUP BY ${dimension} ORDER BY ${statistic}() DESC`,
      period,
    });
  }

  #emailTopic(emails: readonly string[]): Topic {
    const { encryptionKey } = this.#props;
    const topic = new Topic(this, 'Topic', {
      enforceSSL: true,
      ...(encryptionKey && { masterKey: encryptionKey }),
    });
    // A topic with a policy of its own (enforceSSL) admits CloudWatch only where a statement says so.
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': topic.stack.account } },
      }),
    );
    for (const email of emails) topic.addSubscription(new EmailSubscription(email));
    return topic;
  }
}

/** The anchor that Markdown pages give a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}
