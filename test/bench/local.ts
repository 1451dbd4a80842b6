/**
 * `local.throughput_to_puts`: events a second from webhook to verdict through the local host, over the bare
 * conditional puts a second that the DynamoDB of the same host takes; both over 16 connections.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { SampleKey } from '../../shared/providers/samples/sample.ts';
import { samples as sendgridSamples } from '../../shared/providers/sendgrid/samples.ts';
import { median } from './cpu.ts';

const CONNECTIONS = 16;
/** SendGrid collects events for a second or so before it sends them; the prices reckon with as many. */
const EVENTS_PER_REQUEST = 100;
const ROUNDS = 5;
/** Of a round. */
const EVENTS = 4_000;
const PUTS = 1_500;
/** Most addresses of a list are at a few large receivers. */
const DOMAINS = 20;
/** What is thrown away first, so that the functions' code is compiled. */
const WARMING_EVENTS = 6_000;
const WARMING_PUTS = 1_000;

/**
 * One of each kind of event that is written, every one about an address of its own: permanent and temporary bounces,
 * drops, complaints, opt-outs, deliveries. Opens and clicks are not among them, for they cost no write.
 */
const stored = sendgridSamples.samples.filter(({ name }) => !['processed', 'open', 'click'].includes(name));

const resources = v.object({ dynamodb: v.string(), table: v.string() });
const status = v.object({ queued: v.number(), inFlight: v.number(), deadLettered: v.number() });
const sources = v.array(
  v.object({ source: v.string(), url: v.string(), secret: v.string(), privateKey: v.optional(v.string()) }),
);

export async function run(): Promise<{ 'local.throughput_to_puts': number }> {
  const host = spawn(
    process.execPath,
    [fileURLToPath(new URL('../../local/start.mjs', import.meta.url)), '--port', '0', '--empty'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line] = await once(createInterface(host.stdout), 'line');
    const url = String(line).replace('ready ', '');
    const ask = async (page: string) => (await fetch(`${url}/_local/${page}`)).json();
    const { dynamodb, table } = v.parse(resources, await ask('aws'));
    const source = v.parse(sources, await ask('sources')).find((one) => one.source === 'sendgrid');
    if (source === undefined) throw new Error('The local host has no source of SendGrid.');
    const readStatus = async () => v.parse(status, await ask('status'));

    await throughHost(source, WARMING_EVENTS, readStatus);
    await barePuts(dynamodb, table, WARMING_PUTS);
    // Taken in turns, events between puts and puts, so that a busy moment of the machine slows both.
    const ratios: number[] = [];
    let before = await barePuts(dynamodb, table, PUTS);
    for (let round = 0; round < ROUNDS; round++) {
      const events = await throughHost(source, EVENTS, readStatus);
      const after = await barePuts(dynamodb, table, PUTS);
      const puts = (before + after) / 2;
      process.stderr.write(`  ${events.toFixed(0)} events a second, ${puts.toFixed(0)} bare puts a second\n`);
      ratios.push(events / puts);
      before = after;
    }
    return { 'local.throughput_to_puts': Number(median(ratios).toFixed(3)) };
  } finally {
    host.kill('SIGTERM');
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Sends every request over the 16 connections; resolves when all are answered. @throws Error for any but a 2xx. */
async function sendAll(posts: readonly Post[]): Promise<void> {
  const left = posts.values();
  const connection = async () => {
    for (const post of left) await send(post);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
}

function send({ url, headers, body }: Post): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const outgoing = request(url, {
    agent,
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  outgoing.once('error', reject);
  outgoing.once('response', (response) => {
    response.resume();
    response.once('end', () => {
      const code = response.statusCode ?? 0;
      if (code >= 200 && code < 300) resolve();
      else reject(new Error(`${new URL(url).pathname} answered ${code}.`));
    });
  });
  outgoing.end(body);
  return promise;
}

/** Puts a second of items the size of a record, each on the condition that there is none. */
async function barePuts(dynamodb: string, table: string, count: number): Promise<number> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.PutItem',
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=local',
  };
  const posts = Array.from({ length: count }, () => ({
    url: `${dynamodb}/`,
    headers,
    body: JSON.stringify({
      TableName: table,
      Item: { pk: { S: randomUUID() }, data: { S: 'x'.repeat(250) } },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  }));
  const began = performance.now();
  await sendAll(posts);
  return (count / (performance.now() - began)) * 1000;
}

/** Events a second, from the first request until no event is on its way to the table. */
async function throughHost(
  source: Omit<SampleKey, 'at'>,
  count: number,
  readStatus: () => Promise<v.InferOutput<typeof status>>,
): Promise<number> {
  const at = Date.now();
  const entries = Array.from({ length: count }, (_, index) =>
    stored[index % stored.length]?.entry({
      address: `${randomUUID()}@domain-${index % DOMAINS}.example`,
      id: randomUUID(),
      at,
    }),
  );
  const posts = Array.from({ length: Math.ceil(count / EVENTS_PER_REQUEST) }, (_, index) => {
    const own = entries.slice(index * EVENTS_PER_REQUEST, (index + 1) * EVENTS_PER_REQUEST);
    return sendgridSamples.request(own, { ...source, at });
  });
  const began = performance.now();
  await sendAll(posts);
  for (;;) {
    const { queued, inFlight, deadLettered } = await readStatus();
    if (deadLettered > 0) throw new Error('Events of the measurement ended in the dead-letter queue.');
    if (queued + inFlight === 0) return (count / (performance.now() - began)) * 1000;
    await delay(20);
  }
}
