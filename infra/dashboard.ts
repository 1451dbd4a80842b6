import { Aws, Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  Metric,
  PeriodOverride,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricName } from '../shared/intake/metric-names.ts';
import { lineFields } from '../shared/statistics/batch-line.ts';
import type { RunbookHeading } from './alarms.ts';
import type { BounceLedger } from './bounce-ledger.ts';
import type { LedgerFunction } from './ledger-function.ts';

/** CloudWatch's grid is 24 wide. */
const ROW = 24;
const HEIGHT = 6;

/** What a line of the statistics function counts, as the legend names it. */
const fieldNames: Readonly<Record<(typeof lineFields)[number], string>> = {
  messageRejected: 'Message rejected',
  permanent: 'Permanent',
  temporary: 'Temporary',
  communication: 'Communication',
  informational: 'Informational',
  unknown: 'Unknown',
  delivered: 'Delivered',
  complaint: 'Complaints',
  unsubscribe: 'Unsubscribes',
};

/**
 * A CloudWatch dashboard: what comes in, what becomes of it, how late, and what costs. Events by source and by group of
 * code are read from the log of the statistics function, because a metric for each would cost more than all events do.
 */
export class LedgerDashboard extends Construct {
  readonly dashboard: Dashboard;
  readonly #ledger: BounceLedger;

  constructor(scope: Construct, id: string, ledger: BounceLedger, namePrefix: string | undefined) {
    super(scope, id);
    this.#ledger = ledger;
    this.dashboard = new Dashboard(this, 'Dashboard', {
      // Names of dashboards are those of the account, whatever the Region.
      ...(namePrefix !== undefined && { dashboardName: `${namePrefix}-${Aws.REGION}` }),
      defaultInterval: Duration.days(2),
      periodOverride: PeriodOverride.AUTO,
      widgets: [
        [this.#heading('Intake', 'Dead letters are waiting')],
        this.#intake(),
        [this.#heading('Events', 'Statistics are incomplete')],
        this.#events(),
        [this.#heading('Delay and errors', 'A function fails')],
        this.#health(),
        [this.#heading('What costs')],
        this.#costs(),
      ],
    });
  }

  #intake(): IWidget[] {
    const { intake, processor } = this.#ledger;
    return [
      graph('Webhooks', 8, {
        left: this.#own({
          Accepted: 'Accepted',
          Rejected: 'Rejected',
          Invalid: 'Invalid',
          Throttled: 'Throttled',
        }),
      }),
      graph('Events processed', 8, {
        left: this.#own({ Events: 'Events', Failures: 'Failures', UnknownCodes: 'No rule knows' }),
      }),
      graph('Queue', 8, {
        left: [
          intake.queue.metricApproximateAgeOfOldestMessage({
            label: 'Age of the oldest, s',
            statistic: Stats.MAXIMUM,
          }),
        ],
        right: [
          intake.deadLetters.metricApproximateNumberOfMessagesVisible({
            label: 'Dead letters',
            statistic: Stats.MAXIMUM,
          }),
          processor.lambda.metric('ConcurrentExecutions', {
            label: 'Batches at once',
            statistic: Stats.MAXIMUM,
          }),
        ],
      }),
    ];
  }

  #events(): IWidget[] {
    const sums = lineFields.map((field) => `sum(${field}) as \`${fieldNames[field]}\``).join(', ');
    return [
      this.#query('Events by group of code', 10, LogQueryVisualizationType.STACKEDAREA, [
        `stats ${sums} by bin(1h)`,
      ]),
      this.#query('Events by source', 6, LogQueryVisualizationType.BAR, [
        'stats sum(events) as Events by source',
        'sort Events desc',
        'limit 20',
      ]),
      graph('Suppressions', 8, {
        left: this.#own({
          Suppressed: 'Suppressed',
          Released: 'Released',
          StormsOpened: 'Storms',
          SourceIncidentsOpened: 'Source incidents',
        }),
      }),
    ];
  }

  #health(): IWidget[] {
    const { alarms, api } = this.#ledger;
    const latency = alarms.metric('RecordLatency');
    const errors = this.#functions.map(([name, { lambda }]) => lambda.metricErrors({ label: name }));
    return [
      graph('From webhook to record, ms', 8, {
        left: [
          latency.with({ statistic: Stats.percentile(50), label: 'p50' }),
          latency.with({ statistic: Stats.percentile(99), label: 'p99' }),
        ],
      }),
      graph('Errors', 8, {
        left: errors,
        right: [
          api.stage.metricServerError({ label: 'API 5xx', statistic: Stats.SUM }),
          ...this.#own({ MessagesFailed: 'Messages failed', NotPublished: 'Not published' }),
        ],
      }),
      graph('Cold starts', 8, { left: this.#own({ ColdStarts: 'All functions' }) }),
    ];
  }

  #costs(): IWidget[] {
    const { api, intake, table } = this.#ledger;
    const capacity = (metricName: string, label: string): IMetric =>
      table.table.metric(metricName, { label, statistic: Stats.SUM });
    const durations = this.#functions.map(([name, { lambda }]) =>
      lambda.metricDuration({ label: name, statistic: Stats.SUM }),
    );
    const requests = new MathExpression({
      expression: 'sent + received + deleted',
      usingMetrics: {
        sent: intake.queue.metricNumberOfMessagesSent(),
        received: intake.queue.metricNumberOfMessagesReceived(),
        deleted: intake.queue.metricNumberOfMessagesDeleted(),
      },
      label: 'Queue: messages sent, received, deleted',
    });
    return [
      graph('Capacity units of the table', 8, {
        left: [
          capacity('ConsumedWriteCapacityUnits', 'Written'),
          capacity('ConsumedReadCapacityUnits', 'Read'),
        ],
      }),
      graph('Running time, ms', 8, { left: durations, stacked: true }),
      graph('Requests and logs', 8, {
        left: [api.stage.metricCount({ label: 'API requests', statistic: Stats.SUM }), requests],
        right: this.#functions.map(
          ([name, { logGroup }]) =>
            new Metric({
              namespace: 'AWS/Logs',
              metricName: 'IncomingBytes',
              dimensionsMap: { LogGroupName: logGroup.logGroupName },
              statistic: Stats.SUM,
              label: `Log of ${name}, bytes`,
            }),
        ),
      }),
    ];
  }

  get #functions(): ReadonlyArray<readonly [string, LedgerFunction]> {
    const { webhook, processor, query, manage, statistics, publisher } = this.#ledger;
    return Object.entries({ webhook, processor, query, manage, statistics, publisher });
  }

  /** The functions' own metrics, by name, with their labels. */
  #own(labels: Readonly<Partial<Record<MetricName, string>>>): IMetric[] {
    return Object.entries(labels).map(([name, label]) =>
      this.#ledger.alarms.metric(name as MetricName).with({ label }),
    );
  }

  /** A heading, with the part of the runbook that says what to do. */
  #heading(title: string, runbook?: RunbookHeading): IWidget {
    const link = runbook === undefined ? '' : ` [Runbook](${this.#ledger.alarms.runbookEntry(runbook)})`;
    return new TextWidget({ markdown: `## ${title}${link}`, width: ROW, height: 1 });
  }

  /** A query of the lines with what a batch counted. */
  #query(title: string, width: number, view: LogQueryVisualizationType, lines: readonly string[]): IWidget {
    const { logGroup } = this.#ledger.statistics;
    return new LogQueryWidget({
      title,
      width,
      height: HEIGHT,
      view,
      queryLines: ['filter ispresent(source) and ispresent(events)', ...lines],
      logGroupNames: [logGroup.logGroupName],
    });
  }
}

function graph(title: string, width: number, props: GraphWidgetProps): IWidget {
  return new GraphWidget({
    title,
    width,
    height: HEIGHT,
    leftYAxis: { min: 0 },
    rightYAxis: { min: 0 },
    ...props,
  });
}
