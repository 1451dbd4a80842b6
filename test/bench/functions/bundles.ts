/** The functions' bundles as they are deployed, and a process of its own to run each in. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import * as v from 'valibot';
import { bundleHandler, bundleOptions } from '../../../infra/build/handlers.ts';
import localDefaults from '../../../shared/config/local-defaults.ts';
import { resolveSettings } from '../../../shared/config/resolve.ts';
import { makeKeyPair } from '../../../shared/providers/samples/key-pair.ts';
import { type EmptyAws, startEmptyAws } from './aws.ts';
import { URL_KEY } from './events.ts';

const deployed = ['webhook', 'processor', 'query', 'statistics'] as const;
/** A function, or the floor that holds nothing but the DynamoDB client. */
export type Bundle = (typeof deployed)[number] | 'client_only';
/** Those in whose cold start a sender or an ESP waits, and the floor. */
export const coldBundles = [
  'webhook',
  'processor',
  'query',
  'client_only',
] as const satisfies readonly Bundle[];
export type ColdBundle = (typeof coldBundles)[number];

export interface Answers {
  /** Milliseconds from before the import to the first answer. */
  readonly first: number;
  /** Of each later answer: the CPU time it took, milliseconds. */
  readonly cpu: readonly number[];
  /** Bytes that the function logged, of the last answer. */
  readonly logged: number;
}

export interface Bundles {
  /** Signs as the ESP of the source `sendgrid` does. */
  readonly privateKey: string;
  /** Bytes of all that is deployed but the settings: code, what of it is loaded on demand, the compiled rules. */
  sizeOf(name: Bundle): number;
  /** Asks a function in a fresh process, `times` in all. @throws Error when an answer is a failure */
  ask(name: Bundle, event: object, times: number): Promise<Answers>;
  remove(): void;
}

/** Bundles every function, beside an AWS that answers at once. */
export async function makeBundles(): Promise<Bundles> {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-bench-'));
  const { publicKey, privateKey } = makeKeyPair('ec-p256');
  const aws = await startEmptyAws(JSON.stringify({ secrets: [publicKey], urlKeys: [URL_KEY] }));
  const settings = resolveSettings(localDefaults, { file: 'local-defaults.ts', baseDir: '.' });
  for (const name of deployed) {
    bundleHandler(name, join(folder, name));
    writeFileSync(join(folder, name, 'ledger.json'), JSON.stringify(settings));
  }
  const floor = fileURLToPath(new URL('./client-only.ts', import.meta.url));
  buildSync({ ...bundleOptions, entryPoints: [floor], outdir: join(folder, 'client_only') });
  return {
    privateKey,
    sizeOf(name) {
      const files = readdirSync(join(folder, name)).filter((file) => file !== 'ledger.json');
      return files.reduce((bytes, file) => bytes + statSync(join(folder, name, file)).size, 0);
    },
    async ask(name, event, times) {
      const eventFile = join(folder, `${name}.json`);
      writeFileSync(eventFile, JSON.stringify(event));
      const parameters = [child, join(folder, name, 'index.mjs'), eventFile, String(times)];
      const { stdout } = await runFile(process.execPath, parameters, {
        env: environment(aws),
        maxBuffer: 64 * 1024 * 1024,
      });
      const { answer, ...report } = v.parse(reported, JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
      if (v.is(failed, answer)) throw new Error(`The ${name} function failed: ${JSON.stringify(answer)}`);
      return report;
    },
    remove() {
      aws.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const child = fileURLToPath(new URL('./answers.mjs', import.meta.url));
const runFile = promisify(execFile);
const reported = v.object({
  first: v.number(),
  cpu: v.array(v.number()),
  logged: v.number(),
  answer: v.unknown(),
});
const failed = v.union([
  v.object({ statusCode: v.pipe(v.number(), v.minValue(300)) }),
  v.object({ batchItemFailures: v.pipe(v.array(v.unknown()), v.minLength(1)) }),
]);

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
