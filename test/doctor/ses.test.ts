/** `sources connect` and `doctor` of Amazon SES for a deployed stack: its topic, its bus, another Region. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runDoctor } from '../../cli/doctor/run.ts';
import { connect } from '../../cli/esp/connect.ts';
import { openTarget } from '../../cli/target/target.ts';
import type { DoctorFinding } from '../../shared/doctor/finding.ts';
import { ACCOUNT, BUS, type FakeSes, startSes, TOPIC } from '../esp-api/fakes/ses.ts';
import { type FakeStack, healthy, REGION, STACK, startFakeStack } from './fake-stack.ts';

const identity = { FeedbackForwardingStatus: false, VerifiedForSendingStatus: true };
let stack: FakeStack;
let fake: FakeSes;
let folder: string;
let choice: { readonly stack: string; readonly region: string; readonly config: string };
let printed: string[];

beforeAll(async () => {
  stack = await startFakeStack();
  folder = mkdtempSync(join(tmpdir(), 'ledger-ses-'));
  const config = join(folder, 'ledger.config.json');
  const sources = { ses: 'ses', bus: 'ses-eventbridge', virginia: 'ses' };
  writeFileSync(config, JSON.stringify({ sources }));
  choice = { stack: STACK, region: REGION, config };
  vi.stubEnv('AWS_ENDPOINT_URL', stack.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI-K7MDENG');
});
afterAll(() => {
  stack.stop();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  stack.state = healthy();
  fake = await startSes();
  vi.stubEnv('BOUNCE_LEDGER_API_URL_SES', fake.server.url);
  vi.stubEnv('BOUNCE_LEDGER_API_URL_SES_EVENTBRIDGE', fake.server.url);
  printed = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await fake.server.stop();
});

/** What `sources connect` prints. */
async function connected(source: string, option: readonly string[] = [], dryRun = false): Promise<string> {
  printed = [];
  await connect(source, { ...choice, option, dryRun });
  return printed.join('');
}

const doctor = async (source: string): Promise<readonly DoctorFinding[]> =>
  (await runDoctor(await openTarget(choice), { sources: [source] })).filter(
    (finding) => finding.source === source,
  );
const problems = async (source: string) =>
  (await doctor(source)).filter(({ status }) => status === 'problem').map(({ check }) => check);

describe('by SNS', () => {
  test('one command without a key sets up topic, sets and identities; a second has nothing to do', async () => {
    fake.identities.set('shop.example', { ...identity, topics: {} });
    const plan = await connected('ses', [], true);
    expect(plan).toContain('news');
    expect(fake.sets.get('news')).toEqual([]);

    await connected('ses');
    expect(fake.sets.get('news')).toMatchObject([
      {
        Enabled: true,
        SnsDestination: { TopicArn: TOPIC },
        MatchingEventTypes: expect.arrayContaining(['BOUNCE']),
      },
    ]);
    expect(fake.identities.get('shop.example')?.topics).toMatchObject({ Bounce: TOPIC, Complaint: TOPIC });
    expect(fake.topicPolicies.get(TOPIC)).toContain('ses.amazonaws.com');
    // The stack's queue, as its own subscription has it.
    expect(fake.subscriptions).toMatchObject([
      { Protocol: 'sqs', Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:intake` },
    ]);
    expect(await connected('ses')).toContain('as it should be');
    expect(fake.subscriptions).toHaveLength(1);
  });

  test('doctor is content with what connect made, and needs neither secret nor URL', async () => {
    await connected('ses');
    expect(await problems('ses')).toEqual([]);
    const checks = (await doctor('ses')).map(({ check }) => check);
    expect(checks).not.toContain('secret');
    expect(checks).toEqual(
      expect.arrayContaining([
        'api-key',
        'ses-configuration-set',
        'ses-identity',
        'topic-subscription',
        'last-event',
      ]),
    );
  });

  test('doctor names each gap, with a command that goes to this stack', async () => {
    fake.identities.set('shop.example', { ...identity, topics: {} });
    expect(await problems('ses')).toEqual([
      'ses-configuration-set',
      'ses-identity',
      'topic-policy',
      'topic-subscription',
    ]);
    const gap = (await doctor('ses')).find(({ check }) => check === 'ses-configuration-set');
    expect(gap?.fix).toContain('bounce-ledger sources connect ses --stack Mail --region eu-west-1');
  });

  test('the options of a run are kept for the next one and for doctor', async () => {
    fake.identities.set('shop.example', { ...identity, FeedbackForwardingStatus: true, topics: {} });
    fake.account.reasons = [];
    const options = ['identities=configuration-set', 'feedbackForwarding=off', 'suppressedReasons=both'];
    await connected('ses', options);
    expect(fake.identities.get('shop.example')).toMatchObject({
      ConfigurationSetName: 'bounce-ledger',
      FeedbackForwardingStatus: false,
    });
    expect(fake.account.reasons).toEqual(['BOUNCE', 'COMPLAINT']);
    expect(await connected('ses')).toContain('as it should be');
    expect(await problems('ses')).toEqual([]);
  });

  test('without a permission says which, and a second run completes the rest', async () => {
    fake.denied.add('sns:SetTopicAttributes');
    await expect(connected('ses')).rejects.toThrow(/sns:SetTopicAttributes.*run the same command again/);
    fake.denied.clear();
    await connected('ses');
    expect(await problems('ses')).toEqual([]);
  });
});

describe('by EventBridge', () => {
  test('publishes to the default bus of the Region', async () => {
    await connected('bus');
    expect(fake.sets.get('news')).toMatchObject([{ EventBridgeDestination: { EventBusArn: BUS } }]);
    expect(await connected('bus')).toContain('as it should be');
    expect(await problems('bus')).toEqual([]);
  });
});

describe('from another Region', () => {
  const topic = `arn:aws:sns:us-east-1:${ACCOUNT}:bounces`;

  test('the URL of the source is subscribed to the topic there', async () => {
    fake.topicPolicies.set(topic, '{"Version":"2012-10-17","Statement":[]}');
    await connected('virginia', [`topic=${topic}`]);
    const { urlKeys } = JSON.parse(stack.state.parameters['/ledger/sources/virginia'] ?? '{}');
    expect(fake.sets.get('news')).toMatchObject([{ SnsDestination: { TopicArn: topic } }]);
    expect(fake.subscriptions).toMatchObject([
      {
        Protocol: 'https',
        TopicArn: topic,
        Endpoint: `${stack.url}/v1/webhooks/virginia/${urlKeys[0]}`,
        attributes: { RawMessageDelivery: 'false' },
      },
    ]);
    expect(fake.server.exchanges.at(-1)?.request.headers.authorization).toContain('/us-east-1/');
    expect(await connected('virginia')).toContain('as it should be');
  });
});
