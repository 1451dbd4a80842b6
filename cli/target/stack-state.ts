/** What AWS says of a deployed stack's parts, through the SDK's clients. Reads only. */

import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  type ResultField,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetEventSourceMappingCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { AwsConnection } from '../../shared/aws/connection.ts';
import {
  addRejections,
  REJECTIONS_SINCE_MS,
  type Rejections,
  type RejectionsBySource,
} from '../../shared/doctor/rejections.ts';

export interface FunctionState {
  /** Physical name. */
  readonly name: string;
  /** Why it does not run: `Failed: ...`; null when it does. */
  readonly error: string | null;
  /** Whether its reserved concurrency is 0, which stops it. */
  readonly isStopped: boolean;
}

export interface RaisedAlarm {
  readonly name: string;
  /** What it means, with the link to the runbook. */
  readonly description: string;
}

/** The parts of one ledger in a stack. */
export interface StackState {
  /** CloudFormation's word: `UPDATE_COMPLETE`. */
  status(): Promise<string>;
  functions(): Promise<readonly FunctionState[]>;
  /** Event sources that feed no function: the physical ids of those that are not enabled. */
  disabledEventSources(): Promise<readonly string[]>;
  /** Whether the deployed API has a route for a source of that name. */
  serves(source: string): Promise<boolean>;
  /** Those in the state ALARM. */
  alarms(): Promise<readonly RaisedAlarm[]>;
  /** Seconds; null where CloudWatch has no figure, as of an idle queue. */
  oldestMessage(queueUrl: string): Promise<number | null>;
  /** Counted by CloudWatch Logs Insights, which bills what it scans: a day of the webhook function's log. */
  rejections(now: number): Promise<RejectionsBySource>;
}

/** `ledger`: what the logical ids of the ledger's resources begin with. */
export function openStackState(connection: AwsConnection, stack: string, ledger: string): StackState {
  const { region, credentials } = connection;
  const config = { region, credentials };
  const lambda = new LambdaClient(config);
  const cloudwatch = new CloudWatchClient(config);
  const formation = new CloudFormationClient(config);
  let listed: Promise<readonly LedgerResource[]> | undefined;
  const ofType = async (type: string) => {
    listed ??= listResources(formation, stack, ledger);
    return (await listed).filter((resource) => resource.type === type);
  };
  const namesOf = async (type: string) => (await ofType(type)).map(({ physicalId }) => physicalId);
  return {
    async status() {
      const { Stacks } = await formation.send(new DescribeStacksCommand({ StackName: stack }));
      return Stacks?.[0]?.StackStatus ?? '';
    },
    functions: async () =>
      Promise.all((await namesOf('AWS::Lambda::Function')).map((name) => functionState(lambda, name))),
    async disabledEventSources() {
      const ids = await namesOf('AWS::Lambda::EventSourceMapping');
      const states = await Promise.all(
        ids.map(async (UUID) => {
          const { State } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
          return State === 'Disabled' || State === 'Disabling' ? [UUID] : [];
        }),
      );
      return states.flat();
    },
    async serves(source) {
      // As the CDK makes a logical id of the construct `Source-<name>`.
      const id = new RegExp(`Source${source.replace(/[^A-Za-z0-9]/g, '')}[0-9A-F]{8}$`);
      return (await ofType('AWS::ApiGatewayV2::Route')).some(({ logicalId }) => id.test(logicalId));
    },
    alarms: async () => raisedAlarms(cloudwatch, await namesOf('AWS::CloudWatch::Alarm')),
    oldestMessage: (queueUrl) => oldestMessage(cloudwatch, queueUrl),
    async rejections(now) {
      const group = (await ofType('AWS::Logs::LogGroup')).find(({ logicalId }) =>
        /WebhookLog/.test(logicalId),
      );
      if (group === undefined) throw new Error(`Stack ${stack} has no log group of the webhook function.`);
      return countRejections(new CloudWatchLogsClient(config), group.physicalId, now);
    },
  };
}

interface LedgerResource {
  readonly type: string;
  readonly logicalId: string;
  readonly physicalId: string;
}

async function listResources(
  client: CloudFormationClient,
  stack: string,
  prefix: string,
): Promise<readonly LedgerResource[]> {
  const resources: LedgerResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stack })) {
    for (const { LogicalResourceId, PhysicalResourceId, ResourceType } of page.StackResourceSummaries ?? []) {
      if (!LogicalResourceId?.startsWith(prefix) || !PhysicalResourceId || !ResourceType) continue;
      const ids = { logicalId: LogicalResourceId, physicalId: PhysicalResourceId };
      resources.push({ type: ResourceType, ...ids });
    }
  }
  return resources;
}

async function functionState(client: LambdaClient, name: string): Promise<FunctionState> {
  const { Configuration, Concurrency } = await client.send(new GetFunctionCommand({ FunctionName: name }));
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = Configuration ?? {};
  const error =
    State === 'Failed'
      ? `Failed: ${StateReason ?? 'no reason is given'}`
      : LastUpdateStatus === 'Failed'
        ? `The last update failed: ${LastUpdateStatusReason ?? 'no reason is given'}`
        : null;
  return { name, error, isStopped: Concurrency?.ReservedConcurrentExecutions === 0 };
}

/** Names that one call of DescribeAlarms takes. */
const ALARMS_PER_CALL = 100;

async function raisedAlarms(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<readonly RaisedAlarm[]> {
  const raised: RaisedAlarm[] = [];
  for (let start = 0; start < names.length; start += ALARMS_PER_CALL) {
    const AlarmNames = names.slice(start, start + ALARMS_PER_CALL);
    const { MetricAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({ AlarmNames, StateValue: 'ALARM', MaxRecords: ALARMS_PER_CALL }),
    );
    for (const { AlarmName = '', AlarmDescription = '' } of MetricAlarms)
      raised.push({ name: AlarmName, description: AlarmDescription });
  }
  return raised;
}

const FIVE_MINUTES = 300;

async function oldestMessage(client: CloudWatchClient, queueUrl: string): Promise<number | null> {
  const now = Date.now();
  const { Datapoints = [] } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: queueUrl.slice(queueUrl.lastIndexOf('/') + 1) }],
      StartTime: new Date(now - 3 * FIVE_MINUTES * 1_000),
      EndTime: new Date(now),
      Period: FIVE_MINUTES,
      Statistics: ['Maximum'],
    }),
  );
  const [latest] = Datapoints.toSorted(
    (a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0),
  );
  return latest?.Maximum ?? null;
}

/** Of what the webhook function writes for each request (functions/webhook). */
const REJECTIONS_QUERY =
  'filter Rejected > 0 | stats sum(Rejected) as rejected, max(@timestamp) as latest by source, detail';
const MAX_QUERY_MS = 30_000;
const QUERY_POLL_MS = 500;

async function countRejections(
  client: CloudWatchLogsClient,
  logGroupName: string,
  now: number,
): Promise<RejectionsBySource> {
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupName,
      startTime: Math.floor((now - REJECTIONS_SINCE_MS) / 1_000),
      endTime: Math.ceil(now / 1_000),
      queryString: REJECTIONS_QUERY,
    }),
  );
  for (const until = Date.now() + MAX_QUERY_MS; Date.now() < until; await delay(QUERY_POLL_MS)) {
    const { status, results = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Complete') return bySource(results);
    if (status !== 'Running' && status !== 'Scheduled')
      throw new Error(`CloudWatch Logs did not complete the query of rejected webhooks: ${status}.`);
  }
  throw new Error(`CloudWatch Logs took longer than ${MAX_QUERY_MS / 1_000} seconds. Try again.`);
}

function bySource(rows: readonly (readonly ResultField[])[]): RejectionsBySource {
  const known = new Map<string, Rejections>();
  for (const row of rows) {
    const fields = new Map(row.map(({ field, value }) => [field, value]));
    const source = fields.get('source');
    if (source === undefined) continue;
    const latestAt = timeOf(fields.get('latest') ?? '');
    const count = Number(fields.get('rejected'));
    addRejections(known, source, fields.get('detail') ?? 'signature', count, latestAt);
  }
  return known;
}

/** CloudWatch Logs gives a time as milliseconds, or as text in UTC without saying so. */
function timeOf(text: string): Date {
  return new Date(/^[\d.E+]+$/.test(text) ? Number(text) : `${text.replace(' ', 'T')}Z`);
}
