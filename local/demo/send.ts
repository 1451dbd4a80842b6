/** Sends signed requests to the host's webhooks, as the ESPs would. */
import { setTimeout as delay } from 'node:timers/promises';
import { forEachConcurrent } from '../../shared/for-each-concurrent.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { ProviderSamples } from '../../shared/providers/samples/sample.ts';
import type { Host } from '../host.ts';
import type { Source } from '../sources.ts';
import { demoProviders, toEntry } from './forms.ts';
import { type DemoEvent, demoTraffic } from './traffic.ts';

/** Requests under way at once, and events in one of them: the host serves its user meanwhile. */
const CONCURRENCY = 4;
const MAX_EVENTS_A_REQUEST = 100;
const BUSY_DELAY_MS = 200;
const MAX_ATTEMPTS = 20;

/** Sends one request and returns its HTTP status. */
export async function sendEntries(
  host: Host,
  source: Source,
  samples: ProviderSamples,
  entries: readonly unknown[],
): Promise<number> {
  const request = samples.request(entries, {
    url: source.url,
    secret: source.secret,
    ...(source.privateKey === undefined ? {} : { privateKey: source.privateKey }),
    ...(host.topicArn === null ? {} : { topicArn: host.topicArn }),
    at: Date.now(),
  });
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: new Uint8Array(request.body),
  });
  await response.arrayBuffer();
  return response.status;
}

/** What the traffic came to. */
export interface SentTraffic {
  readonly events: number;
  /** Names of the sources that it came by. */
  readonly sources: readonly string[];
}

/**
 * Sends weeks of traffic that ends now. Resolves when every event is accepted; they are processed soon after.
 * @param now Milliseconds since 1970.
 */
export async function sendTraffic(host: Host, now: number): Promise<SentTraffic> {
  const senders = demoProviders.flatMap(({ provider, weight }) => {
    const source = host.sources.find((one) => one.provider === provider);
    const samples = providerSamples.get(provider);
    return source === undefined || samples === undefined ? [] : [{ source, samples, weight }];
  });
  if (senders.length === 0) return { events: 0, sources: [] };
  const traffic = demoTraffic(now);
  const shares = byShare(traffic, senders);
  // As they happened: of deliveries that come after newer ones of the address, a record keeps no account.
  const requests = senders
    .flatMap(({ source, samples }, index) => inRequests(source, samples, shares[index] ?? []))
    .sort((a, b) => a.from - b.from);
  let events = 0;
  await forEachConcurrent(requests, CONCURRENCY, async ({ source, samples, entries }) => {
    await sendUntilAccepted(host, source, samples, entries);
    events += entries.length;
  });
  return { events, sources: senders.map(({ source }) => source.source) };
}

/** Deals events out by weight; those of one incident come by the first source. */
function byShare(
  traffic: readonly DemoEvent[],
  senders: ReadonlyArray<{ readonly weight: number }>,
): readonly DemoEvent[][] {
  const total = senders.reduce((sum, { weight }) => sum + weight, 0);
  const shares: DemoEvent[][] = senders.map(() => []);
  traffic.forEach((event, index) => {
    let left =
      event.id.startsWith('demo-peak') || event.id.startsWith('demo-storm') ? 0 : (index * 37) % total;
    const chosen = senders.findIndex(({ weight }) => {
      left -= weight;
      return left < 0;
    });
    shares[chosen]?.push(event);
  });
  return shares;
}

interface DemoRequest {
  readonly source: Source;
  readonly samples: ProviderSamples;
  readonly entries: readonly unknown[];
  /** When the first of its events happened. */
  readonly from: number;
}

function inRequests(
  source: Source,
  samples: ProviderSamples,
  events: readonly DemoEvent[],
): readonly DemoRequest[] {
  const entries = events.flatMap((event) => {
    const entry = toEntry(source.provider, event);
    return entry === null ? [] : [{ entry, at: event.at }];
  });
  const size = Math.min(samples.batch, MAX_EVENTS_A_REQUEST);
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index) => {
    const part = entries.slice(index * size, (index + 1) * size);
    return { source, samples, entries: part.map(({ entry }) => entry), from: part[0]?.at ?? 0 };
  });
}

/** A source's rate limit may ask to wait. @throws Error when it does so too often, or refuses */
async function sendUntilAccepted(
  host: Host,
  source: Source,
  samples: ProviderSamples,
  entries: readonly unknown[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const status = await sendEntries(host, source, samples, entries);
    if (status < 300) return;
    if ((status !== 429 && status !== 503) || attempt >= MAX_ATTEMPTS) {
      throw new Error(`${source.source} answered ${status}`);
    }
    await delay(BUSY_DELAY_MS);
  }
}
