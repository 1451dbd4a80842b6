/** A sender with huge, slow and many messages against its neighbours: theirs are done at the first try. */
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCAL_SIGNING_KEY } from '../../local/sources.ts';
import { openClassifier } from '../../shared/classifier/create.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { defaultBudget } from '../../shared/intake/batch-budget.ts';
import { createProcessor } from '../../shared/intake/process.ts';
import type { DeliveryMessage, QueueMessage } from '../../shared/intake/queue-message.ts';
import { toQueueText } from '../../shared/intake/queue-message-codec.ts';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { providerNames, providers } from '../../shared/providers/registry.ts';
import { createReturnPathSigner } from '../../shared/return-path/return-path.ts';
import { memoryStore } from '../../shared/store/memory/memory-store.ts';
import { LocalLedger, type Source } from '../e2e/ledger.ts';
import { received } from '../mail/reports.ts';
import adversaries from './config/adversaries.config.ts';
import { signedRequest, suppressingSample, victim } from './forgeries.ts';
import { send, sourcesByName, startHost } from './hosts.ts';
import { logsIn } from './stored-data.ts';

const folder = LocalLedger.temporaryFolder();
let ledger: LocalLedger;
let sourceOf: (name: string) => Source;
let topicArn: string;

beforeAll(async () => {
  ledger = await startHost('adversaries', folder);
  sourceOf = await sourcesByName(ledger);
  topicArn = (await ledger.aws()).topicArn;
});
afterAll(async () => {
  await ledger.stop();
  ledger.removeData();
});

/** More events than an invocation takes on; all of one recipient, so that writing them is quick. */
const hugeBatch = Array.from({ length: defaultBudget.maxEvents + 600 }, (_, n) => ({
  id: `huge-${n}`,
  kind: 'bounce',
  recipient: 'huge@shop.example',
}));

/** A text in which every line looks like the beginning of another report. */
const slowMail = [
  'From: MAILER-DAEMON@mx.example',
  'Subject: Undeliverable',
  '',
  'The following addresses had permanent fatal errors',
  ...Array.from({ length: 3_500 }, (_, n) => `<x${n}@y"@z${n}.example>: 550 5.1.1 said`),
].join('\r\n');

const post = (name: string, entries: readonly unknown[]) =>
  send(signedRequest({ source: sourceOf(name), entries, topicArn }));

describe('a hundred messages of which one is huge and one is slow', () => {
  const good = Array.from({ length: 98 }, (_, n) => ({
    name: providerNames[n % providerNames.length] ?? 'generic',
    subject: victim(),
  }));

  beforeAll(async () => {
    const { sns, region } = await ledger.aws();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const signer = createReturnPathSigner({ keys: [LOCAL_SIGNING_KEY], domain: 'bounces.local.example' });
    const mail = received(slowMail, [signer.returnPathFor('slow@shop.example')]);
    const client = new SNSClient({ endpoint: sns, region, credentials });
    const neighbours = good.map(async ({ name, subject }) => {
      return (await post(name, [suppressingSample(name).entry(subject)])).status;
    });
    const huge = post('leaked', hugeBatch);
    await client.send(new PublishCommand({ TopicArn: topicArn, Message: mail }));
    expect(new Set([...(await Promise.all(neighbours)), (await huge).status])).toEqual(new Set([200]));
    await ledger.drained();
  });

  test('all 98 others are done', async () => {
    const addresses = good.map(({ subject }) => subject.address);
    const answer = await ledger.call('POST', '/v1/check', { addresses });
    const { results } = (await answer.json()) as { results: { evidence: unknown[] }[] };
    expect(results.map(({ evidence }) => evidence.length)).toEqual(addresses.map(() => 1));
  });

  test('at the first try: no batch failed a message, and nothing is a dead letter', async () => {
    const batches = processedBatches();
    expect(batches.filter(({ MessagesFailed }) => MessagesFailed > 0)).toEqual([]);
    expect((await ledger.status()).deadLettered).toBe(0);
  });

  test('the huge one in parts, of which none is more than an invocation takes on', async () => {
    const batches = processedBatches();
    expect(Math.max(...batches.map(({ Events }) => Events))).toBeLessThanOrEqual(defaultBudget.maxEvents);
    expect(batches.reduce((sum, { Events }) => sum + Events, 0)).toBeGreaterThanOrEqual(
      hugeBatch.length + good.length,
    );
  });
});

/** What is zero is left out. */
const batchLine = v.object({ Events: v.optional(v.number(), 0), MessagesFailed: v.optional(v.number(), 0) });

/** What the processor said of each batch. */
function processedBatches(): readonly v.InferOutput<typeof batchLine>[] {
  const lines = [...logsIn(folder).values()].flatMap((text) => text.split('\n'));
  return lines
    .filter((line) => /"(?:Events|MessagesFailed)":/.test(line))
    .map((line) => v.parse(batchLine, JSON.parse(line)));
}

describe('in one batch of an invocation', () => {
  const delivery = (name: string, events: number, more: Partial<DeliveryMessage> = {}): DeliveryMessage => ({
    kind: 'webhook',
    source: 'generic',
    provider: 'generic',
    receivedAt: Date.now(),
    contentType: 'application/json',
    headers: {},
    encoding: 'text',
    body: JSON.stringify(
      Array.from({ length: events }, (_, n) => ({
        id: `${name}-${n}`,
        kind: 'complaint',
        recipient: `${name}-${n}@shop.example`,
      })),
    ),
    ...more,
  });
  const messageOf = (id: string, content: DeliveryMessage): QueueMessage => ({
    id,
    body: toQueueText(content),
    sentAt: Date.now(),
  });
  const good = Array.from({ length: 98 }, (_, n) => messageOf(`good-${n}`, delivery(`good-${n}`, 1)));
  const huge = messageOf('huge', delivery('huge', 9_000));
  const slow = messageOf('slow', delivery('slow', 1, { encoding: 'object', body: 'big/slow.gz' }));

  async function invoke(batch: readonly QueueMessage[], remainingMs: () => number = () => 30_000) {
    const settings = resolveSettings(adversaries);
    const store = memoryStore();
    const requeued: string[] = [];
    const process = createProcessor({
      settings,
      providers,
      classifier: await openClassifier(),
      budget: { ...defaultBudget, maxFetchMs: 100 },
      ledger: createLedger({ store, settings, stackKey: 'a-key-of-the-stack' }),
      store: async () => undefined,
      fetchObject: () => new Promise(() => undefined),
      signingKeys: async () => [],
      deadLetter: async () => undefined,
      requeue: async (body) => void requeued.push(body),
    });
    const { failed } = await process(batch, remainingMs);
    return { failed: [...failed], requeued, records: [...store.records.values()] };
  }

  test.each([
    ['first', [huge, slow, ...good]],
    ['last', [...good, slow, huge]],
  ])('the 98 are done, though the huge and the slow one come %s', async (_, batch) => {
    const { failed, requeued, records } = await invoke(batch);
    expect(records.filter(({ address }) => address?.startsWith('good-'))).toHaveLength(98);
    expect(failed).toEqual(['slow']);
    expect(requeued.length).toBeGreaterThan(1);
  });

  test('what time is too short for goes back at once, and costs no message a try', async () => {
    const started = { asked: 0 };
    const { failed, requeued, records } = await invoke(good, () => (started.asked++ < 40 ? 30_000 : 1_000));
    expect(failed).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
    expect(records.length + requeued.length).toBe(98);
    expect(requeued.length).toBeGreaterThan(0);
  });
});

describe('a source over its rate', () => {
  test('is answered 429 with Retry-After, while its neighbours and the queries are answered', async () => {
    const entry = () => [suppressingSample('generic').entry(victim())];
    const [own, others, queries] = await Promise.all([
      Promise.all(Array.from({ length: 40 }, () => post('limited', entry()))),
      Promise.all(Array.from({ length: 20 }, () => post('another', entry()))),
      Promise.all(Array.from({ length: 20 }, () => ledger.get('/v1/addresses/ann%40shop.example'))),
    ]);
    const throttled = own.filter(({ status }) => status === 429);
    expect(throttled.length).toBeGreaterThan(0);
    for (const { headers } of throttled) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(new Set(own.map(({ status }) => status))).toEqual(new Set([200, 429]));
    expect(new Set([...others, ...queries].map(({ status }) => status))).toEqual(new Set([200]));
  });
});
