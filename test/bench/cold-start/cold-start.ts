/**
 * `cold_start`: of each deployed bundle, and of one that holds nothing but the DynamoDB client, its size and the time
 * from import to first answer in a fresh process. The bundles are those that are deployed, against an AWS that
 * answers at once; rounds take turns, and the medians count.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import * as v from 'valibot';
import { bundleFunction, bundleOptions } from '../../../infra/bundle.ts';
import localDefaults from '../../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../../shared/config/resolve.ts';
import { makeKeyPair } from '../../../shared/providers/samples/key-pair.ts';
import { sendgridSamples } from '../../../shared/providers/samples/sendgrid.ts';
import { median } from '../cpu.ts';
import { type EmptyAws, startEmptyAws } from './aws.ts';

export const keys = ['cold_start'];

const ROUNDS = 15;
const measured = ['webhook', 'processor', 'query'] as const;
type Bundle = (typeof measured)[number] | 'client_only';

interface ColdStart {
  readonly kilobytes: number;
  readonly milliseconds: number;
}

export async function run(): Promise<{ cold_start: Record<Bundle, ColdStart> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-cold-start-'));
  const keyPair = makeKeyPair('ec-p256');
  const aws = await startEmptyAws(JSON.stringify({ secrets: [keyPair.publicKey] }));
  try {
    bundleAll(folder);
    const events = eventsOf(keyPair.privateKey);
    const times: Record<Bundle, number[]> = { webhook: [], processor: [], query: [], client_only: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of bundles) times[name].push(await firstAnswer(folder, name, events[name], aws));
    }
    const result = (name: Bundle): ColdStart => ({
      kilobytes: Math.round(sizeOf(join(folder, name)) / 1024),
      milliseconds: Number(median(times[name]).toFixed(1)),
    });
    return {
      cold_start: {
        webhook: result('webhook'),
        processor: result('processor'),
        query: result('query'),
        client_only: result('client_only'),
      },
    };
  } finally {
    aws.stop();
    if (!process.env.KEEP) rmSync(folder, { recursive: true, force: true });
    else console.log(folder, aws.endpoint);
  }
}

const bundles: readonly Bundle[] = [...measured, 'client_only'];

function bundleAll(folder: string): void {
  const settings = resolveSettings(localDefaults, { file: 'local-defaults.ts', baseDir: '.' });
  for (const name of measured) bundleFunction(name, settings, join(folder, name));
  const entry = fileURLToPath(new URL('./client-only.ts', import.meta.url));
  buildSync({ ...bundleOptions, entryPoints: [entry], outdir: join(folder, 'client_only') });
}

/** What is deployed but the settings: the code of a first answer, what is loaded on demand, the compiled rules. */
function sizeOf(folder: string): number {
  const files = readdirSync(folder).filter((name) => name !== 'ledger.json');
  return files.reduce((bytes, name) => bytes + statSync(join(folder, name)).size, 0);
}

/** One event for each: a genuine bounce at the door, a message in the queue, a question about an address. */
function eventsOf(privateKey: string): Record<Bundle, object> {
  const at = Date.now();
  const url = 'https://hooks.example.com/v1/webhooks/sendgrid';
  const entry = sendgridSamples.samples[0]?.entry({ address: 'ann@shop.example', id: '1', at });
  const { headers, body } = sendgridSamples.request([entry], { url, secret: '', privateKey, at });
  const message = {
    v: 1,
    source: 'sendgrid',
    provider: 'sendgrid',
    receivedAt: at,
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    encoding: 'text',
    body: body.toString(),
  };
  return {
    webhook: {
      ...http('POST', '/v1/webhooks/sendgrid'),
      pathParameters: { source: 'sendgrid' },
      headers: { ...headers, host: 'hooks.example.com' },
      body: body.toString(),
    },
    processor: {
      Records: [{ messageId: 'm', body: JSON.stringify(message), attributes: { SentTimestamp: String(at) } }],
    },
    query: { ...http('GET', '/v1/addresses/ann%40shop.example'), headers: {} },
    client_only: {},
  };
}

/** The parts of a request in payload format 2.0 that the functions read. */
function http(method: string, path: string): object {
  return {
    rawPath: path,
    rawQueryString: '',
    isBase64Encoded: false,
    requestContext: { domainName: 'hooks.example.com', http: { method, path, sourceIp: '192.0.2.1' } },
  };
}

const reported = v.object({ milliseconds: v.number(), answer: v.unknown() });
const failed = v.union([
  v.object({ statusCode: v.pipe(v.number(), v.minValue(300)) }),
  v.object({ batchItemFailures: v.pipe(v.array(v.unknown()), v.minLength(1)) }),
]);
const child = fileURLToPath(new URL('./first-answer.mjs', import.meta.url));
const runFile = promisify(execFile);

/** Milliseconds from import to answer, in a process of its own. @throws Error when the answer is a failure */
async function firstAnswer(folder: string, name: Bundle, event: object, aws: EmptyAws): Promise<number> {
  const eventFile = join(folder, `${name}.json`);
  writeFileSync(eventFile, JSON.stringify(event));
  const { stdout } = await runFile(process.execPath, [child, join(folder, name, 'index.mjs'), eventFile], {
    env: environment(aws),
  });
  const report = v.parse(reported, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  if (v.is(failed, report.answer)) throw new Error(`The ${name} function failed: ${stdout}`);
  return report.milliseconds;
}

function environment({ endpoint }: EmptyAws): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SQS: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ENDPOINT_URL_SSM: endpoint,
    TABLE_NAME: 'ledger',
    QUEUE_URL: `${endpoint}/000000000000/queue`,
    DEAD_LETTER_QUEUE_URL: `${endpoint}/000000000000/dead`,
    ARCHIVE_BUCKET: 'archive',
    SECRETS_PREFIX: '/ledger',
    TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:topic',
  };
}
