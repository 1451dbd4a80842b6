import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { METRICS_NAMESPACE, type MetricName } from '../shared/intake/metric-names.ts';

/** The span that alarms look at. */
export const FIVE_MINUTES = Duration.minutes(5);

/** The headings of docs/operating.md that an alarm may point to. */
export type RunbookHeading =
  | 'Dead letters are waiting'
  | 'The queue is not keeping up'
  | 'A function fails'
  | 'A function is throttled'
  | 'The API answers 5xx'
  | 'Changes were not published'
  | 'A storm is open'
  | 'Webhooks are refused';

export interface LedgerAlarm {
  readonly metric: Metric;
  /** It rings at this value and above. */
  readonly threshold: number;
  /** Periods in a row that must reach the threshold; 1 unless told. */
  readonly periods?: number;
  /** What the metric's value means, in a sentence. */
  readonly says: string;
  readonly runbook: RunbookHeading;
}

export interface AlarmsProps {
  /** Where alarms go; none unless told. */
  readonly topic?: ITopic;
  /** An e-mail address that a topic of the stack's own sends alarms to; it must be confirmed once by mail. */
  readonly email?: string;
  /** Where the operators' page is; `docs/operating.md` of the project unless told. */
  readonly runbookUrl?: string;
}

/** Raises the ledger's alarms: each says what it means and links to the page that says what to do. */
export class Alarms extends Construct {
  readonly #action: SnsAction | null;
  readonly #runbookUrl: string;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.#runbookUrl = props.runbookUrl ?? 'docs/operating.md';
    const topic = props.topic ?? (props.email ? this.#mailingTopic(props.email) : null);
    this.#action = topic && new SnsAction(topic);
  }

  /** An alarm that belongs to `scope`. Missing data is fine: no event, no fault. */
  raise(scope: Construct, id: string, { metric, threshold, periods = 1, says, runbook }: LedgerAlarm): Alarm {
    const alarm = new Alarm(scope, id, {
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${says} What to do: ${this.#runbookUrl}#${anchorOf(runbook)}`,
    });
    if (this.#action) alarm.addAlarmAction(this.#action);
    return alarm;
  }

  #mailingTopic(email: string): Topic {
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
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

/** What the functions count themselves, in their log's embedded metrics. */
export function ledgerMetric(metricName: MetricName): Metric {
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    period: FIVE_MINUTES,
    statistic: Stats.SUM,
  });
}
