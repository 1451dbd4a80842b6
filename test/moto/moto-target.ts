/** The synthesised stack on moto: its functions run as on the local host, everything that they call is moto's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { accountId, loopback, region } from '../../local/account.ts';
import { readAssembly } from '../../local/assembly.ts';
import { startControl } from '../../local/aws/control.ts';
import { busRulesOf } from '../../local/aws/event-bus.ts';
import { ParameterStore } from '../../local/aws/ssm.ts';
import { awsJson } from '../../local/aws-call.ts';
import { inMemoryDataFolder } from '../../local/data-folder.ts';
import { mappingsOf } from '../../local/event-sources/mapping.ts';
import { pollQueue } from '../../local/event-sources/queue.ts';
import { openStream } from '../../local/event-sources/stream.ts';
import { type ApiDeps, listen } from '../../local/http/api.ts';
import { createRouter, routesOf } from '../../local/http/routes.ts';
import { isJsonObject, type Json } from '../../local/json.ts';
import { createFunctions } from '../../local/lambda/functions.ts';
import { listeningPort } from '../../local/listening-port.ts';
import { provision } from '../../local/provision.ts';
import { prepareSources } from '../../local/sources.ts';
import { readTemplate } from '../../local/template.ts';
import { startMoto } from './server.ts';
import type { Target } from './target.ts';

const DRAINED_WITHIN_MS = 120_000;
/** A queue of the comparison's own, behind a rule on the ledger's bus: what listeners would get. */
const CHANGES_QUEUE = 'changes';

const attributesSchema = v.object({ Attributes: v.record(v.string(), v.string()) });
const messagesSchema = v.object({
  Messages: v.optional(v.array(v.object({ Body: v.string(), ReceiptHandle: v.string() })), []),
});

/** @param assembly the folder of the synthesised template */
export async function startOnMoto(assembly: string): Promise<Target> {
  const moto = await startMoto();
  const { endpoint } = moto;
  const apiParts = Promise.withResolvers<ApiDeps>();
  const api = await listen(0, apiParts.promise);
  const url = `http://${loopback}:${listeningPort(api)}`;
  const made = readAssembly(assembly);
  const template = readTemplate(made.template, { sqs: endpoint, api: url, tableSuffix: '' });
  await provision(template, { dynamodb: endpoint, messaging: endpoint, external: false, stop: moto.stop });

  const scratch = mkdtempSync(join(tmpdir(), 'bounce-ledger-moto-'));
  let certificate: string | null = null;
  const snsPages = await startControl(
    Promise.resolve({
      services: new Map(),
      sns: (path) => (/^\/SimpleNotificationService-\w+\.pem$/.test(path) ? certificate : null),
    }),
  );
  const functions = createFunctions(
    template,
    made,
    { dynamodb: endpoint, messaging: endpoint, control: endpoint, snsPages: snsPages.endpoint },
    join(scratch, 'logs'),
  );

  const parameters = inMemoryDataFolder.jsonStore('parameters');
  const sources = prepareSources(
    functions,
    new ParameterStore(parameters),
    inMemoryDataFolder.jsonStore('sources'),
    url,
  );
  certificate = sources.find((source) => source.certificate !== undefined)?.certificate ?? null;
  for (const [Name, { value: Value, type: Type }] of Object.entries(
    v.parse(v.record(v.string(), v.object({ value: v.string(), type: v.string() })), parameters.read()),
  )) {
    await call(endpoint, 'ssm', 'AmazonSSM.PutParameter', { Name, Value, Type });
  }

  await createBuses(
    endpoint,
    template.ofType('AWS::Events::EventBus').map(({ id }) => template.nameOf(id)),
  );
  for (const [index, { bus, pattern, queueArns }] of busRulesOf(template).entries()) {
    await createRule(endpoint, `rule-${index}`, bus, pattern, queueArns);
  }
  const [bus = ''] = template.ofType('AWS::Events::EventBus').map(({ id }) => template.nameOf(id));
  await awsJson(endpoint, 'sqs', 'CreateQueue', { QueueName: CHANGES_QUEUE });
  const changes = `arn:aws:sqs:${region}:${accountId}:${CHANGES_QUEUE}`;
  await createRule(endpoint, 'changes', bus, { source: ['bounce-ledger'] }, [changes]);

  const queueUrl = (name: string) => `${endpoint}/${accountId}/${name}`;
  const queues = new Set<string>();
  const starts = await Promise.all(
    mappingsOf(template).map(async (mapping) => {
      const target = functions.get(mapping.functionId);
      const table = /:table\/([^/]+)\/stream\//.exec(mapping.sourceArn)?.[1];
      if (table !== undefined) {
        return openStream(endpoint, table, mapping, target, inMemoryDataFolder.jsonStore('stream'));
      }
      const queue = mapping.sourceArn.slice(mapping.sourceArn.lastIndexOf(':') + 1);
      queues.add(queue);
      return () => pollQueue(endpoint, queueUrl(queue), mapping, target);
    }),
  );
  const published: string[] = [];
  const pollers = starts.map((start) => start());
  apiParts.resolve({
    router: createRouter(routesOf(template)),
    invoke: (route, event) => functions.get(route.functionId).invoke(event),
    adminPage: () => Promise.resolve(null),
    console: () => Promise.resolve(false),
  });

  return {
    name: 'moto',
    url,
    sources,
    topicArn: functions.variables.get('TOPIC_ARN') ?? '',
    endpoints: { sns: endpoint, events: endpoint },
    async drained() {
      for (const until = Date.now() + DRAINED_WITHIN_MS; Date.now() < until; await delay(100)) {
        const counts = await Promise.all([...queues].map((queue) => waitingIn(endpoint, queueUrl(queue))));
        if (counts.every((count) => count === 0)) return;
      }
      throw new Error(`Events are still on their way after ${DRAINED_WITHIN_MS / 1_000} s.`);
    },
    async published() {
      published.push(...(await receiveChanges(endpoint, queueUrl(CHANGES_QUEUE))));
      return published.toSorted();
    },
    async stop() {
      for (const poller of pollers) poller.stop();
      api.close();
      api.closeAllConnections();
      functions.stop();
      snsPages.stop();
      await moto.stop();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}

async function waitingIn(endpoint: string, QueueUrl: string): Promise<number> {
  const answer = await awsJson(endpoint, 'sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  const { Attributes } = v.parse(attributesSchema, answer);
  return (
    Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible)
  );
}

const changeSchema = v.object({ 'detail-type': v.string(), detail: v.object({ address: v.string() }) });

async function receiveChanges(endpoint: string, QueueUrl: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (;;) {
    const answer = await awsJson(endpoint, 'sqs', 'ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 1,
    });
    const { Messages } = v.parse(messagesSchema, answer);
    if (Messages.length === 0) return found;
    for (const { Body, ReceiptHandle } of Messages) {
      const change = v.parse(changeSchema, JSON.parse(Body));
      found.push(`${change['detail-type']} ${change.detail.address}`);
      await awsJson(endpoint, 'sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
    }
  }
}

async function createBuses(endpoint: string, names: readonly string[]): Promise<void> {
  for (const Name of names) await call(endpoint, 'events', 'AWSEvents.CreateEventBus', { Name });
}

async function createRule(
  endpoint: string,
  Name: string,
  EventBusName: string,
  pattern: Json,
  queueArns: readonly string[],
): Promise<void> {
  await call(endpoint, 'events', 'AWSEvents.PutRule', {
    Name,
    EventBusName,
    EventPattern: JSON.stringify(pattern),
  });
  await call(endpoint, 'events', 'AWSEvents.PutTargets', {
    Rule: Name,
    EventBusName,
    Targets: queueArns.map((Arn, index) => ({ Id: String(index), Arn })),
  });
}

/** An action of SSM or EventBridge. @throws Error when it is refused, in whole or in part */
export async function call(
  endpoint: string,
  service: 'ssm' | 'events',
  target: string,
  input: Json,
): Promise<Json> {
  const response = await fetch(`${endpoint}/`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=local`,
    },
    body: JSON.stringify(input),
  });
  const answer: Json = JSON.parse((await response.text()) || 'null');
  const failed = isJsonObject(answer) ? Number(answer.FailedEntryCount ?? 0) : 0;
  if (!response.ok || failed > 0) throw new Error(`${target}: ${JSON.stringify(answer)}`);
  return answer;
}
