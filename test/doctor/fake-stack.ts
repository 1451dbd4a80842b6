/** A deployed ledger as AWS shows it: CloudFormation, Lambda, CloudWatch and its logs, SQS, S3, SSM and the API, at one URL. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { listeningPort } from '../../local/listening-port.ts';

export const STACK = 'Mail';
export const REGION = 'eu-west-1';

export interface FakeStack {
  readonly url: string;
  /** What a test changes. */
  state: StackStateOfFake;
  /** Calls that change something; must stay empty. */
  readonly writes: string[];
  stop(): void;
}

interface StackStateOfFake {
  status: string;
  /** What the ESPs call, where a proxy is in front. */
  publicUrl?: string;
  /** The HTTP status of the API. */
  api: number;
  /** Milliseconds by which its clock is ahead. */
  clockMs: number;
  functions: Record<string, { state?: string; update?: string; concurrency?: number }>;
  /** Sources that the API serves, without hyphens. */
  routes: string[];
  /** Event source mappings by id. */
  mappings: Record<string, string>;
  /** Alarms in ALARM. */
  alarms: Record<string, string>;
  waiting: number;
  dead: number;
  oldestSeconds: number | null;
  /** Keys of the archive. */
  archive: string[];
  parameters: Record<string, string>;
  rejections: ReadonlyArray<{ source: string; detail: string; count: number; latest: Date }>;
  /** Whether CloudWatch Logs gives times as text. */
  timesAsText: boolean;
  /** Actions that the credentials may not do. */
  denied: string[];
}

export function healthy(): StackStateOfFake {
  return {
    status: 'UPDATE_COMPLETE',
    api: 200,
    clockMs: 0,
    functions: { 'Mail-LedgerWebhookFunction-1': {}, 'Mail-LedgerProcessorFunction-2': {} },
    routes: ['news', 'ses', 'bus', 'virginia'],
    mappings: { 'a-mapping': 'Enabled' },
    alarms: {},
    waiting: 3,
    dead: 0,
    oldestSeconds: 4,
    archive: [],
    parameters: {},
    rejections: [],
    timesAsText: false,
    denied: [],
  };
}

export async function startFakeStack(): Promise<FakeStack> {
  const writes: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const answer = answerTo(fake, request, await text(request));
    response.setHeader('date', new Date(Date.now() + fake.state.clockMs).toUTCString());
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeStack = {
    url: `http://127.0.0.1:${listeningPort(server)}`,
    state: healthy(),
    writes,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return fake;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (value: unknown, status = 200): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});
const xml = (body: string): Answer => ({ status: 200, type: 'text/xml', body });

function answerTo({ state, url, writes }: FakeStack, request: IncomingMessage, body: string): Answer {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://aws');
  const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
  const action = target ?? new URLSearchParams(body).get('Action') ?? pathname;
  if (state.denied.some((denied) => action.startsWith(denied)))
    return json({ __type: 'AccessDeniedException', message: `not authorized to perform ${action}` }, 403);
  if (/^(Put|Create|Delete|Update|Set|Send)/.test(action) || request.method === 'PUT') writes.push(action);
  const input = target === undefined ? {} : JSON.parse(body || '{}');
  switch (action) {
    case 'DescribeStacks':
      return xml(describeStacks(state.status, url));
    case 'ListStackResources':
      return xml(listStackResources(state));
    case 'DescribeAlarms':
      return json({
        MetricAlarms: Object.entries(state.alarms).map(([AlarmName, AlarmDescription]) => ({
          AlarmName,
          AlarmDescription,
          StateValue: 'ALARM',
        })),
      });
    case 'GetMetricStatistics':
      return json({
        Datapoints:
          state.oldestSeconds === null
            ? []
            : [{ Timestamp: Date.now() / 1_000, Maximum: state.oldestSeconds, Unit: 'Seconds' }],
      });
    case 'StartQuery':
      return json({ queryId: 'q-1' });
    case 'GetQueryResults':
      return json({
        status: 'Complete',
        results: state.rejections.map(({ source, detail, count, latest }) => [
          { field: 'source', value: source },
          { field: 'detail', value: detail },
          { field: 'rejected', value: String(count) },
          {
            field: 'latest',
            value: state.timesAsText
              ? latest.toISOString().replace('T', ' ').replace('Z', '')
              : String(latest.getTime()),
          },
        ]),
      });
    case 'GetQueueAttributes': {
      const count = String(input.QueueUrl).endsWith('dead') ? state.dead : state.waiting;
      return json({
        Attributes: {
          ApproximateNumberOfMessages: String(count),
          ApproximateNumberOfMessagesNotVisible: '0',
        },
      });
    }
    case 'PutParameter':
      state.parameters[input.Name] = input.Value;
      return json({ Version: 1 });
    case 'GetParameter': {
      const value = state.parameters[input.Name];
      return value === undefined
        ? json({ __type: 'ParameterNotFound' }, 400)
        : json({ Parameter: { Name: input.Name, Value: value } });
    }
    default:
      return rest(state, pathname, searchParams);
  }
}

/** Lambda, S3 and the ledger's API, which name what they are asked in the path. */
function rest(state: StackStateOfFake, path: string, query: URLSearchParams): Answer {
  const name = /^\/2015-03-31\/functions\/([^/]+)$/.exec(path)?.[1];
  if (name !== undefined) {
    const { state: State = 'Active', update = 'Successful', concurrency } = state.functions[name] ?? {};
    const StateReason = 'The KMS key is disabled';
    return json({
      Configuration: { FunctionName: name, State, StateReason, LastUpdateStatus: update },
      ...(concurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: concurrency } }),
    });
  }
  const mapping = /^\/2015-03-31\/event-source-mappings\/([^/]+)$/.exec(path)?.[1];
  if (mapping !== undefined) return json({ UUID: mapping, State: state.mappings[mapping] });
  if (query.has('list-type')) {
    const keys = state.archive.filter((key) => key.startsWith(query.get('prefix') ?? ''));
    return xml(`<ListBucketResult>${keys.map((key) => `<Key>${key}</Key>`).join('')}</ListBucketResult>`);
  }
  if (path === '/v1/codes') return json({ codes: [] }, state.api);
  return json({ message: `The fake has no ${path}` }, 404);
}

function describeStacks(status: string, url: string): string {
  const outputs = {
    ApiUrl: url,
    BucketName: 'archive',
    AuditBucketName: 'audit',
    QueueUrl: `${url}/123456789012/intake`,
    DeadLetterQueueUrl: `${url}/123456789012/dead`,
    TopicArn: `arn:aws:sns:${REGION}:123456789012:bounce-ledger`,
    SecretsPrefix: '/ledger',
  };
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${STACK}</StackName><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function listStackResources({ functions, mappings, routes }: StackStateOfFake): string {
  const resources = [
    ...Object.keys(functions).map((id) => [id.split('-')[1], 'AWS::Lambda::Function', id]),
    ...Object.keys(mappings).map((id) => ['LedgerProcessorMapping', 'AWS::Lambda::EventSourceMapping', id]),
    ['LedgerIntakeQueueIsLate', 'AWS::CloudWatch::Alarm', 'Mail-LedgerIntakeQueueIsLate'],
    ['LedgerWebhookLog0A1B2C3D', 'AWS::Logs::LogGroup', 'Mail-LedgerWebhookLog-3'],
    ...routes.map((name) => [`LedgerHttpSource${name}0A1B2C3D`, 'AWS::ApiGatewayV2::Route', name]),
    ['SomethingElse', 'AWS::Lambda::Function', 'Mail-SomethingElse'],
  ];
  const members = resources.map(
    ([logical, type, physical]) =>
      `<member><LogicalResourceId>${logical}</LogicalResourceId><PhysicalResourceId>${physical}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`,
  );
  return `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${members.join('')}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`;
}
