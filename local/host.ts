/** The local host: a synthesised template, run on one machine. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createConsoleHandler } from '../console/server/handler.ts';
import type { DeadLetterResources } from '../shared/intake/dead-letters.ts';
import { accountId, credentials, loopback, region } from './account.ts';
import { readAssembly } from './assembly.ts';
import { type ControlDeps, startControl } from './aws/control.ts';
import { busRulesOf, EventBuses } from './aws/event-bus.ts';
import { ParameterStore } from './aws/ssm.ts';
import { awsJson } from './aws-call.ts';
import { localConsoleBackend } from './console-backend.ts';
import type { DataFolder } from './data-folder.ts';
import { type Emulators, startEmulators } from './emulators/emulators.ts';
import { type Mapping, mappingsOf } from './event-sources/mapping.ts';
import type { Poller } from './event-sources/poller.ts';
import { pollQueue } from './event-sources/queue.ts';
import { Scheduler, schedulesOf } from './event-sources/schedule.ts';
import { openStream } from './event-sources/stream.ts';
import { type ApiDeps, listen } from './http/api.ts';
import { createRouter, routesOf } from './http/routes.ts';
import { createFunctions, type Functions } from './lambda/functions.ts';
import { listeningPort } from './listening-port.ts';
import { provision } from './provision.ts';
import { readStatus, requeueInFlight } from './queues.ts';
import { prepareSources, type Source, withCurrentSecrets } from './sources.ts';
import { readTemplate, type Template } from './template.ts';
import { readRejections } from './webhook-log.ts';

export interface HostOptions {
  /** Resolves with the folder of the synthesised template. */
  readonly assembly: Promise<string>;
  /** 0 takes any. */
  readonly port: number;
  readonly data: DataFolder;
  /** Endpoint of a DynamoDB to use instead of starting one. */
  readonly dynamodb: string | null;
}

export interface Host {
  /** `http://127.0.0.1:N` */
  readonly url: string;
  readonly sources: readonly Source[];
  /** Where the functions' output goes. */
  readonly logFolder: string;
  /** The topic whose messages the ledger trusts; null when the template has none. */
  readonly topicArn: string | null;
  /** Resolves when no event is on its way, or the milliseconds are over. */
  drained(withinMs: number): Promise<void>;
  /** Whether the ledger holds any record. */
  isEmpty(): Promise<boolean>;
  stop(): Promise<void>;
}

/** @throws Error that says what is wrong and what to do. */
export async function startHost({ assembly, port, data, dynamodb }: HostOptions): Promise<Host> {
  const apiParts = Promise.withResolvers<ApiDeps>();
  const controlParts = Promise.withResolvers<ControlDeps>();
  const [api, control, emulators, folder] = await Promise.all([
    listen(port, apiParts.promise),
    startControl(controlParts.promise),
    startEmulators(data.path, dynamodb),
    assembly,
  ]);
  const url = `http://${loopback}:${listeningPort(api)}`;
  const made = readAssembly(folder);
  const template = readTemplate(made.template, {
    sqs: emulators.messaging,
    api: url,
    tableSuffix: emulators.external ? ownSuffix(data) : '',
  });
  await provision(template, emulators);

  const scratch = data.path ?? mkdtempSync(join(tmpdir(), 'bounce-ledger-'));
  const logFolder = join(scratch, 'logs');
  const functions = createFunctions(
    template,
    made,
    { dynamodb: emulators.dynamodb, messaging: emulators.messaging, control: control.endpoint },
    logFolder,
  );
  const schedules = schedulesOf(template);
  const scheduled = new Set(schedules.flatMap(({ targets }) => targets.map(({ arn }) => arn)));
  for (const one of functions.all) if (!scheduled.has(one.definition.arn)) one.warm();

  const parameters = new ParameterStore(data.jsonStore('parameters'));
  const sources = prepareSources(functions, parameters, data.jsonStore('sources'), url);
  const buses = new EventBuses(busRulesOf(template), (arn, message) =>
    send(emulators, queueName(arn), message),
  );
  controlParts.resolve({
    services: new Map([
      ['AmazonSSM', (action: string, input: unknown) => parameters.answer(action, input)],
      ['AWSEvents', (action: string, input: unknown) => buses.answer(action, input)],
    ]),
    sns: snsAnswers(sources),
  });

  const mappings = mappingsOf(template);
  const sourceQueues = new Set(mappings.filter(isOfQueue).map(({ sourceArn }) => queueName(sourceArn)));
  await Promise.all([...sourceQueues].map((queue) => requeueInFlight(emulators.messaging, queue)));
  const scheduler = new Scheduler(schedules, {
    invoke: (arn, event) => functions.withArn(arn).invoke(event),
    send: (arn, message) => send(emulators, queueName(arn), message),
    store: data.jsonStore('schedules'),
  });
  const pollers = [scheduler, ...(await startPollers(mappings, emulators, functions, data))];

  apiParts.resolve({
    router: createRouter(routesOf(template)),
    invoke: (route, event) => functions.get(route.functionId).invoke(event),
    async adminPage(method, path) {
      const [page, schedule] = path.split('/');
      if (page === 'schedules' && schedule !== undefined)
        return method === 'POST' ? scheduler.fire(schedule) : null;
      switch (path) {
        case 'status':
          return readStatus(emulators.messaging, sourceQueues);
        case 'sources':
          return withCurrentSecrets(sources, parameters, functions);
        case 'aws':
          return awsEndpoints(template, emulators, functions, control.endpoint);
        case 'events':
          return buses.last;
        case 'schedules':
          return scheduler.list();
        case 'rejections':
          return Object.fromEntries(readRejections(logFolder, Date.now()));
        default:
          return null;
      }
    },
    console: createConsoleHandler({
      backend: localConsoleBackend({
        url,
        sources,
        logFolder,
        deadLetters: deadLetterResources(functions, emulators),
      }),
      // A ledger for trying out, on this machine alone: its API asks no credentials either.
      write: true,
      token: null,
      proxy: false,
    }),
  });

  return {
    url,
    sources,
    logFolder,
    topicArn: topicArn(template, functions),
    async drained(withinMs) {
      for (const until = Date.now() + withinMs; Date.now() < until; ) {
        const { queued, inFlight } = await readStatus(emulators.messaging, sourceQueues);
        if (queued + inFlight === 0) return;
        await delay(50);
      }
    },
    isEmpty: () => isEmpty(template, emulators),
    async stop() {
      for (const poller of pollers) poller.stop();
      api.close();
      api.closeAllConnections();
      functions.stop();
      control.stop();
      await emulators.stop();
      data.release();
      if (data.path === null) rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/** On an emulator that others use too, a host has tables of its own: the same ones after a restart. */
function ownSuffix(data: DataFolder): string {
  const jsonStore = data.jsonStore('table-suffix');
  const stored = jsonStore.read();
  if (typeof stored === 'string') return stored;
  const suffix = `-${randomBytes(4).toString('hex')}`;
  jsonStore.write(suffix);
  return suffix;
}

async function startPollers(
  mappings: readonly Mapping[],
  emulators: Emulators,
  functions: Functions,
  data: DataFolder,
): Promise<readonly Poller[]> {
  const starts = await Promise.all(
    mappings.map(async (mapping) => {
      const target = functions.get(mapping.functionId);
      if (isOfQueue(mapping)) {
        const url = queueUrl(emulators, queueName(mapping.sourceArn));
        return () => pollQueue(emulators.messaging, url, mapping, target);
      }
      const table = /:table\/([^/]+)\/stream\//.exec(mapping.sourceArn)?.[1];
      if (table === undefined) throw new Error(`This host cannot feed a function from ${mapping.sourceArn}.`);
      const progress = data.jsonStore(`stream-${mapping.functionId}`);
      return openStream(emulators.dynamodb, table, mapping, target, progress);
    }),
  );
  return starts.map((start) => start());
}

function isOfQueue({ sourceArn }: Mapping): boolean {
  return sourceArn.startsWith('arn:aws:sqs:');
}

function queueName(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function queueUrl(emulators: Emulators, name: string): string {
  return `${emulators.messaging}/${accountId}/${name}`;
}

async function send(emulators: Emulators, queue: string, message: string): Promise<void> {
  await awsJson(emulators.messaging, 'sqs', 'SendMessage', {
    QueueUrl: queueUrl(emulators, queue),
    MessageBody: message,
  });
}

/** SNS's own host: certificates by name, and confirmation links, which are only visited. */
function snsAnswers(sources: readonly Source[]): (pathAndQuery: string) => string | null {
  const certificate = sources.find((source) => source.certificate !== undefined)?.certificate ?? null;
  return (pathAndQuery) => {
    if (/^\/SimpleNotificationService-\w+\.pem$/.test(pathAndQuery)) return certificate;
    return pathAndQuery.startsWith('/?Action=ConfirmSubscription&') ? '<ConfirmSubscriptionResponse/>' : null;
  };
}

/** `GET /_local/aws`: where any AWS client can look inside. */
function awsEndpoints(
  template: Template,
  emulators: Emulators,
  functions: Functions,
  control: string,
): object {
  return {
    region,
    dynamodb: emulators.dynamodb,
    sns: emulators.messaging,
    sqs: emulators.messaging,
    s3: emulators.messaging,
    ssm: control,
    events: control,
    table: functions.variables.get('TABLE_NAME') ?? null,
    topicArn: topicArn(template, functions),
    queueUrl: functions.variables.get('QUEUE_URL') ?? null,
    deadLetterQueueUrl: functions.variables.get('DEAD_LETTER_QUEUE_URL') ?? null,
    bucket: functions.variables.get('ARCHIVE_BUCKET') ?? null,
    auditBucket: functions.variables.get('AUDIT_BUCKET') ?? null,
    secretsPrefix: functions.variables.get('SECRETS_PREFIX') ?? null,
  };
}

/** Where the dead letters are; null when the template's functions name no queue. */
function deadLetterResources({ variables }: Functions, { messaging }: Emulators): DeadLetterResources | null {
  const queueUrl = variables.get('QUEUE_URL');
  const deadLetterQueueUrl = variables.get('DEAD_LETTER_QUEUE_URL');
  const bucket = variables.get('ARCHIVE_BUCKET');
  if (queueUrl === undefined || deadLetterQueueUrl === undefined || bucket === undefined) return null;
  const connection = {
    region,
    credentials: () => Promise.resolve(credentials),
    endpoint: () => messaging,
  };
  return { connection, bucket, queueUrl, deadLetterQueueUrl };
}

function topicArn(template: Template, functions: Functions): string | null {
  const [topic] = template.ofType('AWS::SNS::Topic');
  return functions.variables.get('TOPIC_ARN') ?? (topic === undefined ? null : template.arnOf(topic.id));
}

async function isEmpty(template: Template, emulators: Emulators): Promise<boolean> {
  const tables = [
    ...template.ofType('AWS::DynamoDB::Table'),
    ...template.ofType('AWS::DynamoDB::GlobalTable'),
  ];
  const counts = await Promise.all(
    tables.map(({ id }) =>
      awsJson(emulators.dynamodb, 'dynamodb', 'Scan', { TableName: template.nameOf(id), Limit: 1 }),
    ),
  );
  return counts.every((answer) => JSON.stringify(answer).includes('"Count":0'));
}
