import { inspect } from 'node:util';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { EspApiSettings } from '../../shared/esp-api/types.ts';
import { collect, FakeClock, openFake } from './fake-esp.ts';
import { BUS, type FakeSes, OTHER_TOPIC, REGION, startSes, TOPIC } from './fakes/ses.ts';
import { describeSuppressions } from './suppression-behaviour.ts';

const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:ledger-intake';
const SES_MAY_PUBLISH = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ses.amazonaws.com' }, Action: 'sns:Publish' }],
});

describe('Amazon SES: suppression list', () => describeSuppressions(startSes));

describe('Amazon SES', () => {
  let fake: FakeSes;
  const started: FakeSes[] = [];
  beforeEach(async () => {
    fake = await startSes();
    started.push(fake);
  });
  afterAll(() => Promise.all(started.map(({ server }) => server.stop())));

  const open = (
    options: Record<string, string> = {},
    settings: Partial<EspApiSettings> & { clock?: FakeClock } = {},
  ) => openFake(fake, { options: { region: REGION, ...options }, ...settings });
  const connect = async (options: Record<string, string> = {}) => {
    const { webhooks } = await open(options);
    if (webhooks === null) throw new Error('Amazon SES has a webhook API.');
    return webhooks.apply(await webhooks.plan({ url: TOPIC }));
  };

  it('plans the policy of the topic, the subscription and a destination for each configuration set', async () => {
    const { webhooks } = await open({ subscribe: QUEUE });
    const plan = await webhooks?.plan({ url: TOPIC });
    expect(plan?.changes.map(({ action, target }) => `${action} ${target}`)).toEqual([
      `configure ${TOPIC}`,
      `subscribe ${TOPIC}`,
      'create webhook for news',
      'create webhook for orders',
    ]);
    expect(fake.sets.get('news')).toEqual([]);
    expect(fake.subscriptions).toEqual([]);
  });

  it('applies it, keeps the other statements and destinations, and has nothing to change the second time', async () => {
    const applied = await connect({ subscribe: QUEUE });
    expect(applied.unconfirmed).toEqual([]);
    const policy = JSON.parse(fake.topicPolicies.get(TOPIC) ?? '');
    expect(policy.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      '__default_statement_ID',
      'BounceLedgerSesPublish',
    ]);
    expect(fake.subscriptions).toMatchObject([
      { Protocol: 'sqs', Endpoint: QUEUE, attributes: { RawMessageDelivery: 'true' } },
    ]);
    expect(fake.sets.get('news')).toMatchObject([
      { Name: 'bounce-ledger', Enabled: true, SnsDestination: { TopicArn: TOPIC } },
    ]);
    // The name was taken by a destination of CloudWatch, which stays.
    expect(fake.sets.get('orders')?.map(({ Name }) => Name)).toEqual(['bounce-ledger', 'bounce-ledger-2']);
    const { webhooks } = await open({ subscribe: QUEUE });
    expect((await webhooks?.plan({ url: TOPIC }))?.changes).toEqual([]);
  });

  it('completes and switches on a destination, and leaves those of other topics', async () => {
    fake.seedWebhook?.({ url: OTHER_TOPIC, events: ['OPEN'] });
    fake.seedWebhook?.({ url: TOPIC, events: ['BOUNCE', 'OPEN'], enabled: false });
    await connect({ configurationSets: 'news' });
    expect(fake.sets.get('news')).toMatchObject([
      { MatchingEventTypes: ['OPEN'], SnsDestination: { TopicArn: OTHER_TOPIC } },
      { Name: 'made-by-hand-2', Enabled: true, MatchingEventTypes: expect.not.arrayContaining(['OPEN']) },
    ]);
    expect(fake.sets.get('orders')).toHaveLength(1);
  });

  it('sets the topics of identities that report nowhere, one call a second, and no topic that is set', async () => {
    const identity = { FeedbackForwardingStatus: true, VerifiedForSendingStatus: true };
    fake.identities.set('covered.example', { ...identity, ConfigurationSetName: 'news', topics: {} });
    fake.identities.set('half.example', { ...identity, topics: { Bounce: OTHER_TOPIC } });
    fake.identities.set('silent.example', { ...identity, topics: {} });
    fake.identities.set('unverified.example', { ...identity, VerifiedForSendingStatus: false, topics: {} });
    const clock = new FakeClock();
    const { webhooks } = await open({}, { clock });
    const plan = await webhooks?.plan({ url: TOPIC });
    await (plan && webhooks?.apply(plan));
    expect(fake.identities.get('silent.example')?.topics).toEqual({
      Bounce: TOPIC,
      Complaint: TOPIC,
      Delivery: TOPIC,
    });
    expect(fake.identities.get('half.example')?.topics).toEqual({
      Bounce: OTHER_TOPIC,
      Complaint: TOPIC,
      Delivery: TOPIC,
    });
    expect(fake.identities.get('covered.example')?.topics).toEqual({});
    expect(fake.identities.get('unverified.example')?.topics).toEqual({});
    expect(clock.waits.filter((wait) => wait === 1_000).length).toBeGreaterThanOrEqual(5);
    expect((await webhooks?.plan({ url: TOPIC }))?.changes).toEqual([]);
  });

  it('creates a default configuration set with its destination in the same run', async () => {
    fake.identities.set('silent.example', {
      FeedbackForwardingStatus: true,
      VerifiedForSendingStatus: true,
      topics: {},
    });
    const options = { identities: 'configuration-set', feedbackForwarding: 'off' };
    await connect(options);
    expect(fake.sets.get('bounce-ledger')).toMatchObject([{ SnsDestination: { TopicArn: TOPIC } }]);
    expect(fake.identities.get('silent.example')).toMatchObject({
      ConfigurationSetName: 'bounce-ledger',
      FeedbackForwardingStatus: false,
      topics: {},
    });
    const { webhooks } = await open(options);
    expect((await webhooks?.plan({ url: TOPIC }))?.changes).toEqual([]);
  });

  it('sets what the account suppresses only where the option says so', async () => {
    fake.account.reasons = ['BOUNCE'];
    await connect();
    expect(fake.account.reasons).toEqual(['BOUNCE']);
    await connect({ suppressedReasons: 'both' });
    expect(fake.account.reasons).toEqual(['BOUNCE', 'COMPLAINT']);
  });

  it('sets it for configuration sets and named tenants that have options of their own, and keeps their others', async () => {
    fake.setOptions.set('orders', {
      SuppressionOptions: { SuppressedReasons: ['BOUNCE'], SuppressionScope: 'TENANT' },
    });
    fake.tenants.set('shop', { SuppressionScope: 'TENANT', SuppressedReasons: [] });
    fake.tenants.set('follows', { SuppressionScope: 'ACCOUNT' });
    fake.tenants.set('unnamed', { SuppressionScope: 'TENANT', SuppressedReasons: [] });
    const options = { suppressedReasons: 'both', tenants: 'shop,follows' };
    const applied = await connect(options);
    const both = ['BOUNCE', 'COMPLAINT'];
    expect(applied.changes.map(({ target }) => target)).toEqual(
      expect.arrayContaining(['configuration set orders', 'tenant shop']),
    );
    expect(fake.setOptions.get('orders')).toMatchObject({
      SuppressionOptions: { SuppressedReasons: both, SuppressionScope: 'TENANT' },
    });
    expect(fake.setOptions.get('news')).toBeUndefined();
    expect([...fake.tenants]).toEqual([
      ['shop', { SuppressionScope: 'TENANT', SuppressedReasons: both }],
      ['follows', { SuppressionScope: 'ACCOUNT' }],
      ['unnamed', { SuppressionScope: 'TENANT', SuppressedReasons: [] }],
    ]);
    const { webhooks } = await open(options);
    expect((await webhooks?.plan({ url: TOPIC }))?.changes).toEqual([]);
  });

  it('says of a topic that does not exist that it does not', async () => {
    const findings = await (await open()).inspect({ url: TOPIC.replace('bounce-ledger', 'gone') });
    expect(findings.find(({ check }) => check === 'topic-policy')).toMatchObject({
      status: 'problem',
      detail: expect.stringContaining('does not exist'),
    });
  });

  it('looks at the rest where something may not be read', async () => {
    fake.denied.add('ses:GetAccount');
    fake.denied.add('sns:GetTopicAttributes');
    const findings = await (await open()).inspect({ url: TOPIC });
    expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'ses-account skipped',
      'ses-configuration-set problem',
      'ses-identity ok',
      'topic-policy skipped',
    ]);
    expect(findings[0]?.fix).toBe('Allow these credentials ses:GetAccount.');
  });

  it('says of identities that report to topics elsewhere what connect cannot do', async () => {
    const topics = { Bounce: OTHER_TOPIC, Complaint: OTHER_TOPIC };
    fake.identities.set('crm.example', {
      FeedbackForwardingStatus: false,
      VerifiedForSendingStatus: true,
      topics,
    });
    const findings = await (await open()).inspect({ url: TOPIC });
    expect(findings.find(({ check }) => check === 'ses-identity')).toMatchObject({
      status: 'problem',
      detail: expect.stringContaining('crm.example'),
      fix: expect.stringContaining('subscribe the URL of the source'),
    });
    await connect();
    expect(fake.identities.get('crm.example')?.topics).toEqual(topics);
  });

  it('publishes to the default event bus', async () => {
    const { webhooks } = await openFake({ ...fake, provider: 'ses-eventbridge' });
    await webhooks?.apply(await webhooks.plan({ url: BUS }));
    expect(fake.sets.get('news')).toMatchObject([{ EventBridgeDestination: { EventBusArn: BUS } }]);
    expect((await webhooks?.plan({ url: BUS }))?.changes).toEqual([]);
    const custom = BUS.replace('default', 'custom');
    await expect(webhooks?.plan({ url: custom })).rejects.toMatchObject({ kind: 'settings' });
  });

  it.each([
    TOPIC.replace(REGION, 'us-east-1'),
    'https://abc.execute-api.eu-west-1.amazonaws.com/v1/webhooks/ses',
    `${TOPIC}.fifo`,
  ])('does not publish to %s', async (url) => {
    const { webhooks } = await open();
    await expect(webhooks?.plan({ url })).rejects.toMatchObject({ kind: 'settings' });
  });

  it('names every gap that it finds, and what closes it', async () => {
    const identity = { FeedbackForwardingStatus: true, VerifiedForSendingStatus: true };
    fake.identities.set('silent.example', { ...identity, topics: {} });
    fake.identities.set('partial.example', { ...identity, topics: { Bounce: TOPIC, Complaint: TOPIC } });
    fake.seedWebhook?.({ url: TOPIC, events: ['BOUNCE'] });
    fake.setOptions.set('orders', {
      SendingOptions: { SendingEnabled: false },
      SuppressionOptions: { SuppressedReasons: [] },
    });
    fake.tenants.set('shop', { SuppressionScope: 'TENANT', SuppressedReasons: ['BOUNCE'] });
    Object.assign(fake.account, {
      SendingEnabled: false,
      ProductionAccessEnabled: false,
      EnforcementStatus: 'PROBATION',
      reasons: [],
    });
    const findings = await (await open()).inspect({ url: TOPIC });
    expect(findings.map(({ check, status }) => `${check} ${status}`)).toEqual([
      'ses-sending problem',
      'ses-enforcement warning',
      'ses-sandbox warning',
      'ses-suppressed-reasons warning',
      'ses-tenant-lists warning',
      'ses-configuration-set problem',
      'ses-configuration-set warning',
      'ses-suppressed-reasons warning',
      'ses-configuration-set problem',
      'ses-identity problem',
      'ses-identity warning',
      'ses-feedback-forwarding warning',
      'topic-policy problem',
      'topic-subscription problem',
    ]);
    const details = findings.map(({ detail }) => detail).join('\n');
    expect(details).toContain('does not report COMPLAINT, DELIVERY, DELIVERY_DELAY');
    expect(details).toContain('silent.example');
    expect(findings.every(({ status, fix }) => status === 'ok' || fix !== null)).toBe(true);
  });

  it('reports a subscription that is pending, and is content once everything reports', async () => {
    await connect({ subscribe: QUEUE, identities: 'leave' });
    const api = await open({ subscribe: QUEUE });
    expect((await api.inspect({ url: TOPIC })).every(({ status }) => status === 'ok')).toBe(true);
    const [subscription] = fake.subscriptions;
    if (subscription) subscription.SubscriptionArn = 'PendingConfirmation';
    const pending = await api.inspect({ url: TOPIC });
    expect(pending.find(({ check }) => check === 'topic-subscription')).toMatchObject({
      status: 'problem',
      detail: expect.stringContaining('not confirmed'),
    });
    expect((await api.webhooks?.plan({ url: TOPIC }))?.findings).toMatchObject([
      { check: 'topic-subscription' },
    ]);
  });

  it('names the IAM action that is missing', async () => {
    fake.denied.add('ses:GetConfigurationSetEventDestinations');
    fake.topicPolicies.set(TOPIC, SES_MAY_PUBLISH);
    const { webhooks } = await open();
    await expect(webhooks?.plan({ url: TOPIC })).rejects.toMatchObject({
      kind: 'forbidden',
      permission: 'ses:GetConfigurationSetEventDestinations',
    });
    fake.denied.add('sns:GetTopicAttributes');
    await expect(webhooks?.plan({ url: TOPIC })).rejects.toMatchObject({
      permission: 'sns:GetTopicAttributes',
    });
    const check = await (await open()).checkKey();
    expect(check).toMatchObject({ valid: true, operations: { 'read-webhooks': 'granted' } });
  });

  it('names wrong credentials as wrong, and prints none', async () => {
    const wrong = async () => ({ accessKeyId: 'AKIAWRONG', secretAccessKey: 'wrong-secret-access-key' });
    const api = await open({}, { awsCredentials: wrong });
    const error = await api.webhooks?.list().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unauthorized' });
    expect(inspect(error, { depth: 9 })).not.toMatch(/AKIAWRONG|wrong-secret/);
    expect((await api.checkKey()).valid).toBe(false);
  });

  it.each([
    ['an answer that is not JSON', { status: 200, text: '<html>' }, 'invalid-response'],
    [
      'a throttle that lasts',
      {
        status: 429,
        json: { message: 'Rate exceeded' },
        headers: { 'x-amzn-errortype': 'TooManyRequestsException' },
      },
      'rate-limited',
    ],
    [
      'a limit',
      { status: 400, json: { message: 'limit' }, headers: { 'x-amzn-errortype': 'LimitExceededException' } },
      'limit-reached',
    ],
  ] as const)('takes %s for what it is', async (_, does, kind) => {
    fake.server.inject({ times: 99, does });
    const { webhooks } = await open();
    await expect(webhooks?.list()).rejects.toMatchObject({ name: 'EspApiError', kind });
  });

  it('gives up after a time without an answer', async () => {
    fake.server.inject({ times: 99, does: 'silent' });
    const api = await open({}, { deps: { timeoutMs: 20 } });
    await expect(api.webhooks?.list()).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is completed by a second run after any call has failed', async () => {
    fake.identities.set('silent.example', {
      FeedbackForwardingStatus: true,
      VerifiedForSendingStatus: true,
      topics: {},
    });
    const options = { subscribe: QUEUE };
    for (let failing = 0; failing < 8; failing++) {
      fake.server.reset();
      const isWrite = ({ method, path, body }: { method: string; path: string; body: string }) =>
        /Action=(Set|Subscribe)/.test(body) || (method !== 'GET' && path.endsWith('event-destinations'));
      fake.server.inject({
        when: isWrite,
        times: 1,
        does: {
          status: 400,
          json: { message: 'no' },
          headers: { 'x-amzn-errortype': 'BadRequestException' },
        },
      });
      await connect(options).catch(() => undefined);
    }
    fake.server.reset();
    await connect(options);
    const { webhooks } = await open(options);
    expect((await webhooks?.plan({ url: TOPIC }))?.changes).toEqual([]);
    expect(fake.subscriptions).toHaveLength(1);
    expect(fake.sets.get('news')).toHaveLength(1);
  });

  it('finds an address in its exact case, and one with a slash in the whole list', async () => {
    fake.seedSuppression?.('', 'Ann@example.com');
    fake.seedSuppression?.('', 'a/b@example.com');
    const { suppressions } = await open();
    expect(await suppressions?.get('ann@example.com')).toEqual([]);
    expect(await suppressions?.get('Ann@example.com')).toMatchObject([
      { reason: 'hard-bounce', createdAt: 1_750_000_000_000 },
    ]);
    expect(await suppressions?.get('a/b@example.com')).toHaveLength(1);
    const results = suppressions?.remove([{ address: 'a/b@example.com', list: 'suppressions' }]);
    expect(results && (await collect(results))).toMatchObject([
      { outcome: 'refused', detail: expect.stringContaining('import job') },
    ]);
  });

  it('does not replace a complaint by a bounce', async () => {
    fake.lists.get('')?.set('ann@example.com', { Reason: 'COMPLAINT', LastUpdateTime: 1 });
    const { suppressions } = await open();
    const results = suppressions?.add([{ address: 'ann@example.com', reason: 'hard-bounce' }]);
    expect(results && (await collect(results))).toMatchObject([
      { outcome: 'unchanged', detail: 'It stands there as COMPLAINT.' },
    ]);
    expect(fake.lists.get('')?.get('ann@example.com')?.Reason).toBe('COMPLAINT');
  });

  it('holds the lists of tenants apart', async () => {
    fake.lists.set('shop', new Map([['ann@example.com', { Reason: 'BOUNCE', LastUpdateTime: 1 }]]));
    const { suppressions } = await open({ tenants: 'shop' });
    const entries = (await suppressions?.get('ann@example.com')) ?? [];
    expect(entries).toMatchObject([{ scope: 'shop' }]);
    expect(suppressions && (await collect(suppressions.list()))).toHaveLength(1);
    expect(suppressions && (await collect(suppressions.remove(entries)))).toMatchObject([
      { outcome: 'changed', scope: 'shop' },
    ]);
    expect(fake.lists.get('shop')?.size).toBe(0);
  });
});
