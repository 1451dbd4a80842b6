/** Creates in the emulators what the template asks for. Everything is left as it is where it exists already. */
import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { accountId } from './account.ts';
import { awsJson, awsQuery, createBucket, EmulatorError } from './aws-call.ts';
import type { Emulators } from './emulators/emulators.ts';
import { isJsonObject, type Json } from './json.ts';
import type { Resource, Template } from './template.ts';

export async function provision(template: Template, emulators: Emulators): Promise<void> {
  if (emulators.external) await expectAnswer(emulators.dynamodb);
  await Promise.all([
    ...[...template.ofType('AWS::DynamoDB::Table'), ...template.ofType('AWS::DynamoDB::GlobalTable')].map(
      (table) => createTable(emulators, template.nameOf(table.id), table),
    ),
    ...template
      .ofType('AWS::S3::Bucket')
      .map((bucket) => createBucket(emulators.messaging, template.nameOf(bucket.id))),
    createQueuesAndTopics(template, emulators.messaging),
  ]);
}

/** @throws Error when the connection fails. */
async function expectAnswer(dynamodb: string): Promise<void> {
  try {
    await (await fetch(dynamodb)).arrayBuffer();
  } catch {
    throw new Error(`No DynamoDB answers at ${dynamodb}. Start it first, or leave --dynamodb out.`);
  }
}

const keySchema = v.array(v.object({ AttributeName: v.string(), KeyType: v.string() }));
const projection = v.object({
  ProjectionType: v.string(),
  NonKeyAttributes: v.exactOptional(v.array(v.string())),
});
const indexes = v.exactOptional(
  v.array(v.object({ IndexName: v.string(), KeySchema: keySchema, Projection: projection })),
);
const tableSchema = v.object({
  KeySchema: keySchema,
  AttributeDefinitions: v.array(v.object({ AttributeName: v.string(), AttributeType: v.string() })),
  GlobalSecondaryIndexes: indexes,
  LocalSecondaryIndexes: indexes,
  StreamSpecification: v.optional(v.object({ StreamViewType: v.string() })),
  TimeToLiveSpecification: v.optional(v.object({ AttributeName: v.string(), Enabled: v.boolean() })),
});

async function createTable(emulators: Emulators, name: string, resource: Resource): Promise<void> {
  const table = v.parse(tableSchema, resource.properties);
  const { StreamSpecification: stream, TimeToLiveSpecification: timeToLive, ...definition } = table;
  try {
    await awsJson(emulators.dynamodb, 'dynamodb', 'CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      ...definition,
      ...(stream === undefined ? {} : { StreamSpecification: { StreamEnabled: true, ...stream } }),
    });
  } catch (error) {
    if (!(error instanceof EmulatorError && error.code === 'ResourceInUseException')) throw error;
  }
  await untilActive(emulators.dynamodb, name);
  if (emulators.external && timeToLive !== undefined) await expireItems(emulators, name, timeToLive);
}

/** DynamoDB says that there is no such table while it is being created. @throws Error when it takes too long */
export async function untilActive(endpoint: string, name: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const answer = await awsJson(endpoint, 'dynamodb', 'DescribeTable', { TableName: name });
    const table = isJsonObject(answer) ? answer.Table : undefined;
    if (isJsonObject(table) && table.TableStatus === 'ACTIVE') return;
    await delay(5);
  }
  throw new Error(
    `The table ${name} never became active. A host that was killed while it first set up its data folder ` +
      'leaves it so: remove the folder, it holds no event yet.',
  );
}

async function expireItems(
  emulators: Emulators,
  name: string,
  timeToLive: { readonly AttributeName: string; readonly Enabled: boolean },
): Promise<void> {
  try {
    await awsJson(emulators.dynamodb, 'dynamodb', 'UpdateTimeToLive', {
      TableName: name,
      TimeToLiveSpecification: timeToLive,
    });
  } catch (error) {
    const already = error instanceof EmulatorError && /already enabled/i.test(error.message);
    if (!already) throw error;
  }
}

const settableQueueAttributes = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
  'RedrivePolicy',
] as const;

async function createQueuesAndTopics(template: Template, messaging: string): Promise<void> {
  for (const { id, properties } of template.ofType('AWS::SQS::Queue')) {
    const name = template.nameOf(id);
    await awsJson(messaging, 'sqs', 'CreateQueue', { QueueName: name });
    const attributes: Record<string, Json> = {};
    for (const attribute of settableQueueAttributes) {
      const value = isJsonObject(properties) ? properties[attribute] : undefined;
      if (value !== undefined)
        attributes[attribute] = typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
    const url = `${messaging}/${accountId}/${name}`;
    await awsJson(messaging, 'sqs', 'SetQueueAttributes', { QueueUrl: url, Attributes: attributes });
  }
  for (const topic of template.ofType('AWS::SNS::Topic')) {
    await awsQuery(messaging, 'sns', 'CreateTopic', { Name: template.nameOf(topic.id) });
  }
  await subscribeQueues(template, messaging);
}

const subscriptionSchema = v.object({
  Protocol: v.string(),
  TopicArn: v.string(),
  Endpoint: v.string(),
  RawMessageDelivery: v.optional(v.union([v.boolean(), v.string()])),
  FilterPolicy: v.optional(v.custom<Json>(() => true)),
});

async function subscribeQueues(template: Template, messaging: string): Promise<void> {
  for (const { properties } of template.ofType('AWS::SNS::Subscription')) {
    const subscription = v.parse(subscriptionSchema, properties);
    if (subscription.Protocol !== 'sqs') continue;
    const attributes: ReadonlyArray<readonly [string, string]> = [
      ...(subscription.RawMessageDelivery === undefined
        ? []
        : [['RawMessageDelivery', String(subscription.RawMessageDelivery)] as const]),
      ...(subscription.FilterPolicy === undefined
        ? []
        : [['FilterPolicy', JSON.stringify(subscription.FilterPolicy)] as const]),
    ];
    const existing = await awsQuery(messaging, 'sns', 'ListSubscriptionsByTopic', {
      TopicArn: subscription.TopicArn,
    });
    if (existing.includes(`<Endpoint>${subscription.Endpoint}</Endpoint>`)) continue;
    await awsQuery(messaging, 'sns', 'Subscribe', {
      TopicArn: subscription.TopicArn,
      Protocol: 'sqs',
      Endpoint: subscription.Endpoint,
      ...Object.fromEntries(
        attributes.flatMap(([key, value], index) => [
          [`Attributes.entry.${index + 1}.key`, key],
          [`Attributes.entry.${index + 1}.value`, value],
        ]),
      ),
    });
  }
}
