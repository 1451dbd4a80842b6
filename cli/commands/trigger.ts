import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { WebhookRequest } from '../../shared/providers/provider.ts';
import { providerSamples } from '../../shared/providers/samples/registry.ts';
import type { ProviderSamples, Sample, SampleKey } from '../../shared/providers/samples/sample.ts';
import { requireAddress } from '../address.ts';
import { withConfig } from '../code-settings.ts';
import {
  addExamples,
  CommandError,
  type CommandSetup,
  exitCodes,
  exitWith,
  wholeNumber,
} from '../command.ts';
import { openTarget, type Target, withTarget } from '../target/target.ts';
import { counted, paint, print, printJson, startProgress } from '../terminal.ts';

/** Requests on their way at once. */
const CONCURRENCY = 16;
/** Entries a request has at most: its body must stay below `MAX_BODY_BYTES`. */
const MAX_ENTRIES = 1_000;

interface Options {
  readonly duplicate?: boolean | undefined;
  readonly shuffle?: boolean | undefined;
  readonly source?: string | undefined;
  readonly secret?: string | undefined;
}

export const trigger: CommandSetup = (command) => {
  addExamples(
    command,
    'trigger sendgrid bounce --to ann@example.com',
    'trigger sendgrid',
    'trigger ses complaint --count 100 --duplicate --shuffle',
  );
  withTarget(
    withConfig(command)
      .argument('<provider>', 'the ESP whose event is sent, such as sendgrid')
      .argument('[event]', 'name of the event; left out, lists the events of the provider'),
  )
    .option('--to <address>', 'The recipient of the event. Default: a generated one for each event.')
    .option('--count <n>', 'Number of events.', wholeNumber('--count', 1, 9_999_999), 1)
    .option('--duplicate', 'Send every event twice, as ESPs do.')
    .option('--shuffle', 'Send the events in random order.')
    .option('--source <name>', 'The source to send to. Default: the one of this provider.')
    .option('--secret <text>', 'Sign with this instead of the secret of the source; - reads standard input.')
    .option('--json', 'Print JSON: {"sent","accepted","statuses","addresses"}.')
    .action(async (provider, event, options) => {
      const samples = providerSamples.get(provider);
      if (!samples) {
        throw new CommandError(
          `Unknown provider "${provider}". Use one of: ${[...providerSamples.keys()].join(', ')}.`,
        );
      }
      if (event === undefined) {
        for (const { name, kind } of samples.samples) print(`${name.padEnd(28)} ${paint('dim', kind)}`);
        return;
      }
      const sample = samples.samples.find(({ name }) => name === event);
      if (!sample) {
        const names = samples.samples.map(({ name }) => name).join(', ');
        throw new CommandError(`${samples.provider} has no event "${event}". Use one of: ${names}.`);
      }
      if (options.to !== undefined) requireAddress(options.to);
      const target = await openTarget(options);
      const secret = options.secret === '-' ? (await text(process.stdin)).trim() : options.secret;
      const key = await keyOf(target, samples, { ...options, secret });
      const addresses = Array.from({ length: options.count }, () => options.to ?? generatedAddress());
      const requests = requestsOf(samples, sample, addresses, options);
      const statuses = await sendAll(samples, requests, key);
      const accepted = statuses.filter((status) => status >= 200 && status < 300).length;
      if (options.json) printJson({ sent: statuses.length, accepted, statuses: stats(statuses), addresses });
      else {
        print(`${key.url} accepted ${accepted} of ${counted(statuses.length, 'request')}.`);
        for (const [status, times] of Object.entries(stats(statuses)))
          print(`  ${status}  ${counted(times, 'time')}`);
        if (addresses.length <= 3) print(paint('dim', `See: bounce-ledger explain ${addresses[0]}`));
      }
      if (accepted !== statuses.length) exitWith(exitCodes.failed);
    });
};

/** A reserved address (RFC 2606) in a domain of its own: many in one domain would open a storm. */
function generatedAddress(): string {
  return `user@${randomUUID().slice(0, 8)}.example`;
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
  const size = Math.min(batch, MAX_ENTRIES);
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
      `${target.name} has no source ${name ?? `of ${provider}`}. See: bounce-ledger sources list`,
    );
  }
  if (keyPair && source.privateKey === undefined) {
    throw new CommandError(
      `${provider} signs with a key that only it has; send a test event from its console instead.`,
    );
  }
  const signing = secret ?? source.secret;
  if (signing === null || source.url === null) {
    throw new CommandError(
      `${source.source} has no secret yet. Create one: bounce-ledger sources rotate ${source.source}`,
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

/** Sends the requests, a few at a time in their order. Returns their statuses; 0 where the connection failed. */
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
