import { setTimeout as delay } from 'node:timers/promises';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SampleSubject } from '../../shared/providers/samples/sample.ts';
import {
  deliver,
  deliverSendGrid,
  type SendGridEvent,
  samplesOf,
  sendGridBounce,
  sesBounce,
  someone,
} from './esp.ts';
import { LocalLedger, type Source } from './ledger.ts';

let folder: string;
let ledger: LocalLedger | undefined;
beforeAll(() => {
  folder = LocalLedger.temporaryFolder();
});
afterAll(async () => {
  await ledger?.stop();
  ledger?.removeData();
});

/** One thing an ESP wants to tell; it goes on telling it until it is answered 2xx. */
interface Delivery {
  readonly send: (via: Ways) => Promise<boolean>;
}

interface Ways {
  readonly sources: ReadonlyMap<string, Source>;
  readonly sns: SNSClient;
  readonly topicArn: string;
}

const accepted = (response: Response) => response.status >= 200 && response.status < 300;

function sourceOf({ sources }: Ways, provider: string): Source {
  const source = sources.get(provider);
  if (source === undefined) throw new Error(`No source of ${provider}.`);
  return source;
}

function bySendGrid(events: readonly SendGridEvent[]): Delivery {
  return {
    send: async (ways) => accepted(await deliverSendGrid(sourceOf(ways, 'sendgrid'), JSON.stringify(events))),
  };
}

/** Whatever the ESP's sample is called: its first of that kind. */
function by(provider: string, kind: 'bounce' | 'deferral', subject: SampleSubject): Delivery {
  const entry = samplesOf(provider)
    .samples.find((sample) => sample.kind === kind)
    ?.entry(subject);
  return { send: async (ways) => accepted(await deliver(sourceOf(ways, provider), [entry])) };
}

/** Each is verified in another way: a header or a field that signs, basic authentication, a secret in the URL. */
const others = [
  'mailgun',
  'postmark',
  'mandrill',
  'brevo',
  'resend',
  'mailjet',
  'sparkpost',
  'generic',
] as const;

function byTopic(message: string): Delivery {
  return {
    send: async ({ sns, topicArn }) => {
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: message }));
      return true;
    },
  };
}

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function waysInto(host: LocalLedger): Promise<Ways> {
  const { sns, region, topicArn } = await host.aws();
  return {
    sources: new Map((await host.sources()).map((source) => [source.source, source])),
    topicArn,
    sns: new SNSClient({
      endpoint: sns,
      region,
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  };
}

test('kill -9 in the middle, again and again: nothing acknowledged is lost, nothing counted twice', async () => {
  const hour = 3_600_000;
  const start = Date.now() - 48 * hour;
  const unknown = Array.from({ length: 60 }, () => someone(start));
  const complained = Array.from({ length: 20 }, () => someone(start));
  const mentioned = Array.from({ length: 20 }, () => someone(start));
  const viaTopic = Array.from({ length: 40 }, () => someone(start));
  const viaOthers = Array.from({ length: 40 }, () => someone(start));
  const later = ({ address, id, at }: SampleSubject): SampleSubject => ({
    address,
    id: `${id}-2`,
    at: at + hour,
  });

  const deliveries: Delivery[] = [
    ...unknown.map((subject) => bySendGrid([sendGridBounce(subject), sendGridBounce(later(subject))])),
    ...complained.map((subject) => bySendGrid([{ ...sendGridBounce(later(subject)), event: 'spamreport' }])),
    ...complained.map((subject) => bySendGrid([sendGridBounce(subject)])),
    ...mentioned.map((subject) => by('socketlabs', 'deferral', subject)),
    ...viaOthers.map((subject, index) => by(others[index % others.length] ?? 'generic', 'bounce', subject)),
    ...viaTopic.map((subject) => byTopic(sesBounce('eventType', subject))),
  ];
  // Every delivery is made twice, in no order.
  const waiting = shuffled([...deliveries, ...deliveries]);

  let kills = 0;
  while (waiting.length > 0) {
    const host = await LocalLedger.start(folder);
    ledger = host;
    const ways = await waysInto(host);
    const murder = kills < 3 ? delay(250).then(() => host.kill()) : null;
    const worker = async () => {
      for (let delivery = waiting.pop(); delivery !== undefined; delivery = waiting.pop()) {
        const done = await delivery.send(ways).catch(() => false);
        if (!done) {
          waiting.unshift(delivery);
          return;
        }
        // Spread over the host's lives.
        if (kills < 3) await delay(20);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    if (murder !== null) {
      await murder;
      kills += 1;
      if (waiting.length === 0) ledger = await LocalLedger.start(folder);
    }
  }
  expect(kills).toBeGreaterThan(0);
  const host = ledger;
  if (host === undefined) throw new Error('No host is left.');
  await host.drained();
  expect(await host.status()).toEqual({ queued: 0, inFlight: 0, deadLettered: 0 });

  const verdictsOf = (subjects: readonly SampleSubject[]) =>
    Promise.all(subjects.map(({ address }) => host.verdict(address)));
  for (const verdict of await verdictsOf(unknown)) {
    expect(verdict).toMatchObject({ suppressed: true, reason: 'address-unknown', code: 2001 });
    expect(verdict.evidence).toHaveLength(2);
  }
  for (const verdict of await verdictsOf(complained)) {
    expect(verdict).toMatchObject({ suppressed: true, reason: 'complaint', until: null });
    expect(verdict.evidence).toHaveLength(2);
  }
  for (const verdict of await verdictsOf(mentioned)) {
    expect(verdict.suppressed).toBe(false);
    expect(verdict.evidence).toHaveLength(1);
  }
  for (const verdict of await verdictsOf(viaOthers)) {
    expect(verdict).toMatchObject({ suppressed: true, code: 2001 });
    expect(verdict.evidence).toHaveLength(1);
  }
  for (const verdict of await verdictsOf(viaTopic)) {
    expect(verdict).toMatchObject({ suppressed: true, code: 2001 });
    expect(verdict.evidence).toHaveLength(1);
  }
});
