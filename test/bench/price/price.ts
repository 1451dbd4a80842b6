/**
 * `price_per_million`: US dollars for a million events, by the way they come in. Computed from list prices and from
 * what is measured here: capacity units, the CPU time of the bundles, bytes. What cannot be measured here is assumed,
 * by the constants of this file.
 */
import { startEngine } from '../../ledger/engine.ts';
import { median } from '../cpu.ts';
import { type Bundles, makeBundles } from '../functions/bundles.ts';
import { queueEvent, sesMessage, webhookEvent, webhookMessage } from '../functions/events.ts';
import { streamEvent } from '../functions/stream-event.ts';
import { capacityOn } from '../ledger.ts';
import { prices } from './prices.ts';

/** The functions' memory, and what of a processor Lambda gives for it. A core of this machine counts as one of Lambda's. */
const MEMORY_GIGABYTES = 0.5;
const CORE_SHARE = 512 / 1769;
/** Milliseconds that a call to a service is waited for, in the same region; no CPU is used meanwhile, but time is paid. */
const WAITED = { sqsSend: 8, s3Put: 25, batchRead: 6, write: 6 } as const;
/** As many writes as the ledger has under way at once. */
const WRITES_CONCURRENCY = 32;
const READS_A_CALL = 100;
/** Messages of SQS that one call receives or deletes. */
const MESSAGES_A_CALL = 10;
const SQS_CHUNK = 64 * 1024;
/** Events that change a verdict, each one more write to the index: two in a hundred is a bad list. */
const CHANGES = 0.02;
/** A function is asked so often that its code is compiled, before what it takes is believed. */
const ANSWERS = 40;
/** Writes that Lambda hands over at once where there are many: 6 MB of them. */
const STREAM_RECORDS = 2_000;
const STREAM_ANSWERS = 12;
/** Kilobytes of a period's counts with five sources and every receiver: `npm run scale`. */
const STATISTICS_UNITS = 20;

/** One way in, when there is enough traffic that batches fill. */
interface Way {
  readonly eventsAMessage: number;
  /** Messages of a processor's batch: the template's largest, or what a second of such webhooks brings. */
  readonly messagesABatch: number;
  readonly message: (n: number) => string;
  /** Through the HTTP API and the webhook function, or through SNS. */
  readonly ingress: 'http' | 'sns';
}

export async function run(): Promise<{ price_per_million: Record<string, number> }> {
  const made = await makeBundles();
  const engine = await startEngine('');
  try {
    const capacity = await capacityOn(engine);
    const ways: Readonly<Record<string, Way>> = {
      http_one_event_a_request: {
        eventsAMessage: 1,
        messagesABatch: 100,
        message: () => webhookMessage(1, made.privateKey),
        ingress: 'http',
      },
      http_100_events_a_request: {
        eventsAMessage: 100,
        messagesABatch: 10,
        message: () => webhookMessage(100, made.privateKey),
        ingress: 'http',
      },
      ses_sns: { eventsAMessage: 1, messagesABatch: 100, message: sesMessage, ingress: 'sns' },
    };
    const priced: Record<string, number> = {};
    const counting = await priceOfCounting(made);
    for (const [name, way] of Object.entries(ways)) {
      priced[name] = Number((1e6 * ((await priceOf(way, made, capacity)) + counting)).toFixed(2));
    }
    return { price_per_million: priced };
  } finally {
    made.remove();
    await engine.stop();
  }
}

interface Capacity {
  readonly write_units_per_event: number;
  readonly read_units_per_event: number;
}

/** Dollars for one event. */
async function priceOf(way: Way, made: Bundles, capacity: Capacity): Promise<number> {
  const { eventsAMessage, messagesABatch } = way;
  const bodies = Array.from({ length: messagesABatch }, (_, n) => way.message(n));
  const bytes = Math.max(...bodies.map((body) => Buffer.byteLength(body)));
  const message = (await priceOfIngress(way, made)) + priceOfQueue(bytes);
  const batch = await priceOfBatch(bodies, eventsAMessage * messagesABatch, made);
  return (
    message / eventsAMessage +
    batch / (eventsAMessage * messagesABatch) +
    (capacity.write_units_per_event + CHANGES) * prices.writeUnit +
    capacity.read_units_per_event * prices.readUnit
  );
}

/** Of one message: until it is in the queue. */
async function priceOfIngress({ ingress, eventsAMessage }: Way, made: Bundles): Promise<number> {
  if (ingress === 'sns') return prices.snsPublish;
  const { cpu, logged } = await made.ask('webhook', webhookEvent(eventsAMessage, made.privateKey), ANSWERS);
  return prices.httpApiRequest + priceOfInvocation(settled(cpu), WAITED.sqsSend, logged);
}

/** Of one message in the queue: received and deleted in tens, sent once (by SNS at no charge, which is neglected). */
function priceOfQueue(bytes: number): number {
  const sent = Math.ceil(bytes / SQS_CHUNK);
  const received = Math.ceil((bytes * MESSAGES_A_CALL) / SQS_CHUNK) / MESSAGES_A_CALL;
  return (sent + received + 1 / MESSAGES_A_CALL) * prices.sqsRequest;
}

/** Of one batch of the processor, without the capacity of the table. */
async function priceOfBatch(bodies: readonly string[], events: number, made: Bundles): Promise<number> {
  const { cpu, logged } = await made.ask('processor', queueEvent(bodies), ANSWERS);
  const waited =
    WAITED.s3Put +
    Math.ceil(events / READS_A_CALL) * WAITED.batchRead +
    Math.ceil(events / WRITES_CONCURRENCY) * WAITED.write;
  return prices.s3Put + priceOfInvocation(settled(cpu), waited, logged);
}

/** Of one event: a batch of the stream, an item for its hour and one for its day. */
async function priceOfCounting(made: Bundles): Promise<number> {
  const { cpu, logged } = await made.ask('statistics', await streamEvent(STREAM_RECORDS), STREAM_ANSWERS);
  const items = 2 * (STATISTICS_UNITS * prices.writeUnit + (STATISTICS_UNITS / 4) * prices.readUnit);
  return (priceOfInvocation(settled(cpu), WAITED.batchRead + WAITED.write, logged) + items) / STREAM_RECORDS;
}

/** `cpu` and `waited` in milliseconds, `logged` in bytes. */
function priceOfInvocation(cpu: number, waited: number, logged: number): number {
  const seconds = (cpu / CORE_SHARE + waited) / 1_000;
  return (
    prices.lambdaRequest +
    seconds * MEMORY_GIGABYTES * prices.lambdaGigabyteSecond +
    (logged / 1e9) * prices.logGigabyte
  );
}

/** The median of the later half, when the code is compiled. */
function settled(cpu: readonly number[]): number {
  return median(cpu.slice(cpu.length / 2));
}
