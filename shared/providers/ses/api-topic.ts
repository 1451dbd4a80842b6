import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  type Subscription,
} from '@aws-sdk/client-sns';
import * as v from 'valibot';
import { unlessNotFound } from '../../esp-api/errors.ts';
import type { EspFinding } from '../../esp-api/types.ts';
import type { Step, Steps } from '../../esp-api/webhook-api.ts';
import { isSameEndpoint } from '../../esp-api/webhook-url.ts';
import { allPages, type SesClients } from './api-clients.ts';

const STATEMENT_ID = 'BounceLedgerSesPublish';
const PENDING = 'PendingConfirmation';

const policySchema = v.looseObject({
  Statement: v.union([v.array(v.looseObject({})), v.looseObject({})]),
});
const statementSchema = v.looseObject({
  Effect: v.optional(v.string()),
  Principal: v.optional(v.unknown()),
  Action: v.optional(v.union([v.string(), v.array(v.string())])),
});

const TARGETS = {
  sns: { pattern: /^arn:aws[\w-]*:sns:([a-z0-9-]+):\d{12}:[\w-]+$/, what: 'the ARN of a standard SNS topic' },
  eventbridge: {
    pattern: /^arn:aws[\w-]*:events:([a-z0-9-]+):\d{12}:event-bus\/default$/,
    what: 'the ARN of the default event bus',
  },
} as const;

/**
 * Checks that SES of this region can publish to the target.
 * @throws EspApiError of kind `settings`.
 */
export async function checkTarget(ses: SesClients, kind: keyof typeof TARGETS, arn: string): Promise<void> {
  const { pattern, what } = TARGETS[kind];
  const match = pattern.exec(arn);
  if (match === null) throw ses.error('settings', `Amazon SES publishes to ${what}, which this is not.`);
  const region = await ses.region();
  if (match[1] === region) return;
  const message = `The target is in ${match[1]}, and Amazon SES in ${region} publishes within its region only. Give a target of ${region}, or the option "region".`;
  throw ses.error('settings', message);
}

/**
 * What a topic needs: a policy that allows SES to publish, and a subscription of the ledger's queue or URL.
 * @param endpoint the queue's ARN or the source's URL; null leaves the subscriptions alone.
 */
export async function topicSteps(ses: SesClients, topic: string, endpoint: string | null): Promise<Steps> {
  const steps: Step[] = [];
  const policy = await readPolicy(ses, topic);
  if (!allowsSes(policy)) steps.push(policyStep(ses, topic, policy));
  const findings: EspFinding[] = [];
  if (endpoint !== null) {
    const subscription = (await listSubscriptions(ses, topic)).find((one) =>
      isSameEndpoint(one.Endpoint ?? '', endpoint),
    );
    if (subscription === undefined) steps.push(subscribeStep(ses, topic, endpoint));
    else if (subscription.SubscriptionArn === PENDING) findings.push(pendingFinding());
  }
  return { steps, findings };
}

function policyStep(ses: SesClients, topic: string, policy: Policy): Step {
  const account = topic.split(':')[4] ?? '';
  const statement = {
    Sid: STATEMENT_ID,
    Effect: 'Allow',
    Principal: { Service: 'ses.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: topic,
    Condition: { StringEquals: { 'AWS:SourceAccount': account } },
  };
  const others = policy.statements.filter((one) => one.Sid !== STATEMENT_ID);
  const changed = { Version: '2012-10-17', ...policy.document, Statement: [...others, statement] };
  return {
    change: {
      action: 'configure',
      target: topic,
      summary: 'Allow Amazon SES of this account to publish to the topic.',
      fields: [{ field: 'topic policy', from: null, to: `${STATEMENT_ID} (sns:Publish)` }],
    },
    run: async () => {
      const AttributeValue = JSON.stringify(changed);
      await ses.call('write-webhooks', 'SetTopicAttributes', () =>
        ses.sns.send(
          new SetTopicAttributesCommand({ TopicArn: topic, AttributeName: 'Policy', AttributeValue }),
        ),
      );
      return {};
    },
  };
}

function subscribeStep(ses: SesClients, topic: string, endpoint: string): Step {
  const isQueue = endpoint.startsWith('arn:');
  return {
    change: {
      action: 'subscribe',
      target: topic,
      summary: isQueue
        ? "Subscribe the ledger's queue to the topic."
        : 'Subscribe the URL of the source to the topic.',
      fields: [{ field: 'subscription', from: null, to: isQueue ? `${endpoint} (raw)` : 'https' }],
    },
    run: async () => {
      await ses.call('write-webhooks', 'Subscribe', () =>
        ses.sns.send(
          new SubscribeCommand({
            TopicArn: topic,
            Protocol: isQueue ? 'sqs' : 'https',
            Endpoint: endpoint,
            // Raw delivery over HTTPS would not be signed.
            Attributes: { RawMessageDelivery: String(isQueue) },
            ReturnSubscriptionArn: true,
          }),
        ),
      );
      return {};
    },
  };
}

/** The findings of `doctor` for a topic. */
export async function inspectTopic(
  ses: SesClients,
  topic: string,
  endpoint: string | null,
): Promise<readonly EspFinding[]> {
  const findings: EspFinding[] = [];
  const policy = await unlessNotFound(readPolicy(ses, topic), null);
  if (policy === null) {
    const detail = 'The topic does not exist: SES cannot publish what it should.';
    const fix = 'Deploy the stack, or correct the option: sources connect --option topic=ARN';
    return [{ check: 'topic-policy', status: 'problem', detail, fix }];
  }
  if (!allowsSes(policy)) {
    findings.push({
      check: 'topic-policy',
      status: 'problem',
      detail: 'The policy of the topic does not allow Amazon SES to publish.',
      fix: 'Run sources connect: it adds the statement.',
    });
  }
  const all = await listSubscriptions(ses, topic);
  const ours = endpoint === null ? all : all.filter((one) => isSameEndpoint(one.Endpoint ?? '', endpoint));
  if (ours.length === 0) {
    findings.push({
      check: 'topic-subscription',
      status: 'problem',
      detail: 'Nothing is subscribed to the topic: SES publishes, and the events are lost.',
      fix: 'Run sources connect: it subscribes the ledger.',
    });
  }
  for (const { SubscriptionArn: arn } of ours) {
    if (arn === PENDING) findings.push(pendingFinding());
    else if (arn !== undefined) findings.push(...(await inspectSubscription(ses, arn)));
  }
  const detail = `The topic allows SES to publish and has ${ours.length} confirmed subscriptions.`;
  return findings.length > 0 ? findings : [{ check: 'topic-subscription', status: 'ok', detail, fix: null }];
}

async function inspectSubscription(ses: SesClients, arn: string): Promise<readonly EspFinding[]> {
  const { Attributes = {} } = await ses.call('read-webhooks', 'GetSubscriptionAttributes', () =>
    ses.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })),
  );
  const findings: EspFinding[] = [];
  if (Attributes.PendingConfirmation === 'true') findings.push(pendingFinding());
  if (Attributes.FilterPolicy) {
    findings.push({
      check: 'topic-filter',
      status: 'warning',
      detail: 'The subscription has a filter policy, which may hide events.',
      fix: 'Remove the filter policy from the subscription.',
    });
  }
  if (Attributes.Protocol === 'https' && Attributes.RawMessageDelivery === 'true') {
    findings.push({
      check: 'topic-raw-delivery',
      status: 'warning',
      detail: 'Raw message delivery over HTTPS is not signed.',
      fix: 'Switch raw message delivery off for this subscription.',
    });
  }
  return findings;
}

function pendingFinding(): EspFinding {
  return {
    check: 'topic-subscription',
    status: 'problem',
    detail: 'The subscription is not confirmed: SNS sends nothing.',
    fix: 'Check that the URL is reachable and the topic is among the topics of the source, then request confirmation in the SNS console.',
  };
}

interface Policy {
  readonly document: Readonly<Record<string, unknown>>;
  readonly statements: readonly Readonly<Record<string, unknown>>[];
}

async function readPolicy(ses: SesClients, topic: string): Promise<Policy> {
  const { Attributes = {} } = await ses.call('read-webhooks', 'GetTopicAttributes', () =>
    ses.sns.send(new GetTopicAttributesCommand({ TopicArn: topic })),
  );
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), policySchema), Attributes.Policy);
  if (!parsed.success) return { document: {}, statements: [] };
  const { Statement, ...document } = parsed.output;
  return { document, statements: Array.isArray(Statement) ? Statement : [Statement] };
}

function allowsSes({ statements }: Policy): boolean {
  return statements.some((statement) => {
    const parsed = v.safeParse(statementSchema, statement);
    if (!parsed.success) return false;
    const { Effect, Principal, Action } = parsed.output;
    const actions = [Action ?? []].flat().map((action) => action.toLowerCase());
    const publishes = actions.some((action) => ['sns:publish', 'sns:*', '*'].includes(action));
    return Effect === 'Allow' && publishes && JSON.stringify(Principal ?? '').includes('"ses.amazonaws.com"');
  });
}

function listSubscriptions(ses: SesClients, topic: string): Promise<Subscription[]> {
  return allPages(async (NextToken) => {
    const answer = await ses.call('read-webhooks', 'ListSubscriptionsByTopic', () =>
      ses.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic, NextToken })),
    );
    return { items: answer.Subscriptions ?? [], next: answer.NextToken };
  });
}
