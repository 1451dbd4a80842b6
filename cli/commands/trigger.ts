import { randomUUID } from 'node:crypto';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { ProviderSamples, Sample, SampleKey } from '../../shared/providers/samples/sample.ts';
import { requireAddress } from '../address.ts';
import { CommandError, defineCommand, exitCodes } from '../command.ts';
import { openTarget, type Target, targetOptions } from '../target/target.ts';
import { counted, paint, print, printJson, startProgress } from '../terminal.ts';

/** Requests on their way at once. */
const CONCURRENCY = 16;
/** Entries a request has at most: a body must stay below 1 MB. */
const MAX_BATCH_BYTES = 1_000;

interface Options {
  readonly duplicate?: boolean | undefined;
  readonly shuffle?: boolean | undefined;
  readonly source?: string | undefined;
  readonly secret?: string | undefined;
}

export const trigger = defineCommand({
  usage: ['<provider> <event> [options]', '<provider>      (lists its events)'],
  options: {
    to: {
      type: 'string',
      value: 'ADDRESS',
      help: 'Whom the event is about; one made up for each event unless told.',
    },
    count: { type: 'string', value: 'N', help: 'How many events; 1 unless told.' },
    duplicate: { type: 'boolean', help: 'Sends every event twice, as ESPs do.' },
    shuffle: { type: 'boolean', help: 'Sends the events in random order.' },
    source: {
      type: 'string',
      value: 'NAME',
      help: 'The source to send to; the one of this provider unless told.',
    },
    secret: { type: 'string', value: 'TEXT', help: 'Signs with this instead of the secret of the source.' },
    json: { type: 'boolean', help: 'Prints JSON: {"sent","accepted","statuses","addresses"}.' },
    ...targetOptions,
  },
  examples: [
    'trigger sendgrid bounce --to ann@example.com',
    'trigger ses complaint --count 100 --duplicate --shuffle',
  ],
  run: async (options, [provider, event]) => {
    const samples = providerSamples.get(provider ?? '');
    if (!samples) {
      throw new CommandError(`Name a provider: ${[...providerSamples.keys()].join(', ')}.`);
    }
    if (event === undefined) {
      for (const { name, kind } of samples.samples) print(`${name.padEnd(28)} ${paint('dim', kind)}`);
      return exitCodes.fine;
    }
    const sample = samples.samples.find(({ name }) => name === event);
    if (!sample) {
      const names = samples.samples.map(({ name }) => name).join(', ');
      throw new CommandError(`${samples.provider} has no event "${event}". It has: ${names}.`);
    }
    if (options.to !== undefined) requireAddress(options.to);
    const target = await openTarget(options);
    const key = await keyOf(target, samples, options);
    const count = countOf(options.count);
    const addresses = Array.from({ length: count }, () => options.to ?? nobody());
    const requests = requestsOf(samples, sample, addresses, options);
    const statuses = await sendAll(samples, requests, key);
    const accepted = statuses.filter((status) => status >= 200 && status < 300).length;
    if (options.json) printJson({ sent: statuses.length, accepted, statuses: stats(statuses), addresses });
    else {
      print(`${key.url} accepted ${accepted} of ${counted(statuses.length, 'request')}.`);
      for (const [status, times] of Object.entries(stats(statuses)))
        print(`  ${status}  ${counted(times, 'time')}`);
      if (addresses.length <= 3) print(paint('dim', `See: ledger explain ${addresses[0]}`));
    }
    return accepted === statuses.length ? exitCodes.fine : exitCodes.error;
  },
});

/** An address that nobody has (RFC 2606), in a domain of its own: many in one domain would be a storm. */
function nobody(): string {
  return `user@${randomUUID().slice(0, 8)}.example`;
}

function countOf(text = '1'): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new CommandError('--count must be a number from 1 to 9,999,999.');
}

/** Each request's entries, in the order they are sent: a second apart, the last one now. */
function requestsOf(
  { batch }: ProviderSamples,
  sample: Sample,
  addresses: readonly string[],
  { duplicate, shuffle }: Options,
): ReadonlyArray<readonly unknown[]> {
  const now = Date.now();
  const entries = addresses.map((address, index) =>
    sample.entry({ address, id: randomUUID(), at: now - (addresses.length - 1 - index) * 1_000 }),
  );
  const twice = duplicate ? [...entries, ...entries] : entries;
  const sent = shuffle ? shuffled(twice) : twice;
  const size = Math.min(batch, MAX_BATCH_BYTES);
  return Array.from({ length: Math.ceil(sent.length / size) }, (_, index) =>
    sent.slice(index * size, (index + 1) * size),
  );
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

async function keyOf(
  target: Target,
  { provider, keyPair }: ProviderSamples,
  { source: name, secret }: Options,
): Promise<Omit<SampleKey, 'at'>> {
  const sources = await target.sources();
  const source = sources.find((one) =>
    name === undefined ? one.provider === provider : one.source === name && one.provider === provider,
  );
  if (!source) {
    throw new CommandError(
      `${target.name} has no source ${name ?? `of ${provider}`}. See: ledger sources list`,
    );
  }
  if (keyPair && source.privateKey === undefined) {
    throw new CommandError(
      `${provider} signs with a key that only it has; send a test event from its console instead.`,
    );
  }
  const signing = secret ?? source.secret;
  if (signing === null) {
    throw new CommandError(
      `${source.source} has no secret yet. Make one: ledger sources rotate ${source.source}`,
    );
  }
  const { topicArn } = keyPair === 'rsa-2048' ? await target.resources() : { topicArn: undefined };
  return {
    url: source.url,
    secret: signing,
    ...(source.privateKey !== undefined && { privateKey: source.privateKey }),
    ...(topicArn !== undefined && { topicArn }),
  };
}

/** Sends the requests, a few at a time in their order. Answers their statuses; 0 where nobody answered. */
async function sendAll(
  samples: ProviderSamples,
  requests: ReadonlyArray<readonly unknown[]>,
  key: Omit<SampleKey, 'at'>,
): Promise<readonly number[]> {
  const progress = startProgress('Sending', requests.length);
  const statuses: number[] = [];
  const waiting = requests.values();
  const worker = async () => {
    for (const entries of waiting) {
      statuses.push(await send(samples.request(entries, { ...key, at: Date.now() })));
      progress.step(statuses.length);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  progress.stop();
  return statuses;
}

async function send({ method, url, headers, body }: WebhookRequest): Promise<number> {
  try {
    const response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(30_000) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function stats(statuses: readonly number[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
