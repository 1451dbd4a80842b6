/**
 * `npm run test:moto`: the bundles of the functions against another implementation of DynamoDB, SQS, S3, SNS, SSM and
 * EventBridge than the local host's. Every signed sample of every ESP goes to both, and the verdicts, the lists of suppressed
 * addresses and the published changes are compared. The `aws` commands of the documentation run there, too.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { defaultConfig, synthesise } from '../../local/synthesis.ts';
import { writeClosingLine } from '../running.ts';
import { runDocumentedCommands } from './documented-commands.ts';
import { send, type TestEvent, testEvents } from './events.ts';
import { startOnLocalHost } from './local-target.ts';
import { startOnMoto } from './moto-target.ts';
import type { Target } from './target.ts';

const HOUR_MS = 3_600_000;
const EVENT_AGE_MS = HOUR_MS;
const IN_ONE_QUESTION = 100;
const PUBLISHED_WITHIN_MS = 30_000;

const counts = { passed: 0, failed: 0 };
const startedAt = Date.now();

function compare(what: string, onMoto: unknown, onLocal: unknown): void {
  const equal = isDeepStrictEqual(onMoto, onLocal);
  counts[equal ? 'passed' : 'failed']++;
  if (equal) return;
  console.log(`${what} differs:\n  moto  ${JSON.stringify(onMoto)}\n  local ${JSON.stringify(onLocal)}`);
}

/**
 * An answer without what differs from ledger to ledger: how often a record was written, ids of events, which are keyed with
 * the stack's key, and the times of events that have none of their own, which are those of their receipt.
 */
function comparable(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (name, value: unknown) => {
    if (name === 'revision' || name === 'eventId') return undefined;
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return value;
    return withinRun(Date.parse(value)) ? '<receipt>' : value;
  });
}

/** Times count on from the receipt, too: of a hold's end, some days later. */
function withinRun(time: number): boolean {
  const sinceStart = (time - startedAt) % (24 * HOUR_MS);
  return time >= startedAt && sinceStart <= Date.now() - startedAt + 1_000;
}

async function verdicts({ url }: Target, events: readonly TestEvent[]): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let from = 0; from < events.length; from += IN_ONE_QUESTION) {
    const addresses = events.slice(from, from + IN_ONE_QUESTION).map(({ subject }) => subject.address);
    const response = await fetch(`${url}/v1/check`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ addresses }),
    });
    if (!response.ok) throw new Error(`/v1/check answered ${response.status}.`);
    const answer = (await response.json()) as { readonly results: readonly unknown[] };
    found.push(...answer.results);
  }
  return found;
}

async function get({ url }: Target, path: string): Promise<unknown> {
  const response = await fetch(`${url}${path}`);
  return { status: response.status, body: await response.json() };
}

/** What both published, once they agree or have had the time for it. */
async function bothPublished(): Promise<readonly [readonly string[], readonly string[]]> {
  for (const until = Date.now() + PUBLISHED_WITHIN_MS; ; await delay(500)) {
    const both = [await moto.published(), await local.published()] as const;
    if (Date.now() > until || (both[0].length > 0 && both[0].length === both[1].length)) return both;
  }
}

const assembly = await synthesise(defaultConfig);
const [moto, local] = await Promise.all([startOnMoto(assembly), startOnLocalHost(assembly)]);
try {
  const events = testEvents(local, startedAt - EVENT_AGE_MS);
  await Promise.all([moto, local].map((target) => send(target, events)));
  await Promise.all([moto.drained(), local.drained()]);
  const seconds = () => ((Date.now() - startedAt) / 1_000).toFixed(0);
  console.log(`${events.length} events of ${local.sources.length} sources recorded after ${seconds()} s.`);

  const [onMoto, onLocal] = await Promise.all([verdicts(moto, events), verdicts(local, events)]);
  for (const [index, { source, sample, way }] of events.entries()) {
    compare(`${source} ${sample.name}, ${way}`, comparable(onMoto[index]), comparable(onLocal[index]));
  }
  for (const path of ['/v1/suppressions?limit=1000', '/v1/openapi.json', '/v1/codes', '/v1/nothing']) {
    compare(path, comparable(await get(moto, path)), comparable(await get(local, path)));
  }
  const published = await bothPublished();
  compare('What was published', ...published);
  for (const { command, page, error } of runDocumentedCommands(moto.endpoints.events)) {
    compare(`${page}: ${command}`, error, null);
  }
  const suppressed = onLocal.filter((one) => JSON.stringify(one).includes('"suppressed":true'));
  console.log(
    `${suppressed.length} addresses are suppressed, ${published[0].length} changes published; compared after ${seconds()} s.`,
  );
} finally {
  await Promise.all([moto.stop(), local.stop()]);
}
writeClosingLine({ ...counts, skipped: 0, sound: counts.failed === 0 });
process.exit(counts.failed === 0 ? 0 : 1);
