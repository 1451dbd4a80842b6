/** The programs of `docs/how-to/ask-before-sending.md`, run as they stand there. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../../shared/ledger/ledger.ts';
import { dynamoDbStore } from '../../shared/store/dynamodb/dynamodb-store.ts';
import { event } from '../api/fixture.ts';
import { SmtpServer } from '../client/smtp-server.ts';
import { StandInLedger } from '../client/stand-in-ledger.ts';
import { type Engine, startEngine } from '../ledger/engine.ts';
import { usual } from '../ledger/events.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs/how-to/ask-before-sending.md'), 'utf8');
const programs = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code);

/** Where a reader's program finds what the page imports, from the sources. */
const MODULES: Readonly<Record<string, string>> = {
  'bounce-ledger/client': 'client/index.ts',
  'bounce-ledger/client/nodemailer': 'client/adapters/nodemailer.ts',
  'bounce-ledger/client/table': 'client/table.ts',
  'bounce-ledger/config': 'shared/config/index.ts',
};

let folder: string;
let ledger: StandInLedger;
let smtp: SmtpServer;
let engine: Engine;
let tableName: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-page-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  [ledger, smtp, engine] = await Promise.all([StandInLedger.start(), SmtpServer.start(), startEngine()]);
  ledger.suppressed.set('gone@example.com', { reason: 'address-unknown', code: 2001 });
  tableName = await engine.createTable();
  const store = dynamoDbStore({ client: engine.client, table: tableName });
  const stored = createLedger({ store, settings: usual, stackKey: 'the key of the stack' });
  await stored.record([event('gone@example.com', { at: Math.floor(Date.now() / 1_000) - 3_600 })]);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'ledger.config.ts'), "export default { sources: { sendgrid: 'sendgrid' } };");
  writeFileSync(
    join(folder, 'credentials.ts'),
    "export const fromNodeProviderChain = () => async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's' });",
  );
});
afterAll(async () => {
  await Promise.all([ledger.stop(), smtp.stop(), engine.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Standard output of a program of the page. */
async function run(index: number): Promise<string> {
  const name = index === 0 ? 'ledger.ts' : `program-${index}.ts`;
  let code = (programs[index] ?? '')
    .replace("'@aws-sdk/credential-providers'", "'./credentials.ts'")
    .replace(/url: 'https:\/\/abc123[^']*',(.*)/, `url: '${ledger.url}',$1\n  region: 'eu-central-1',`);
  if (index > 0) code = code.replace("\n  region: 'eu-central-1',", '');
  for (const [module, file] of Object.entries(MODULES)) {
    code = code.replace(`'${module}'`, `'${pathToFileURL(join(root, file))}'`);
  }
  writeFileSync(join(folder, name), code);
  const endpoint = await engine.client.config.endpoint?.();
  const { stdout } = await promisify(execFile)(process.execPath, [name], {
    cwd: folder,
    env: {
      ...process.env,
      LEDGER_URL: ledger.url,
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      SIGNING_KEY: 'a signing key of 32 characters..',
      TABLE_NAME: tableName,
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${endpoint?.port}`,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  return stdout.trim();
}

test('the page has six programs, and a guarded Nodemailer sender takes five lines', () => {
  expect(programs).toHaveLength(6);
  const [guarded = ''] = programs[2]?.split('const info') ?? [];
  expect(guarded.split('\n').filter((line) => line !== '')).toHaveLength(5);
});

test('each program of the page does what the page says', async () => {
  expect(await run(0)).toBe('');
  expect(await run(1)).toBe(
    `${JSON.stringify({
      to: 'Ann <ann@example.com>',
      cc: [{ name: 'Bob', address: 'bob@example.com' }],
      subject: 'News of the month',
    })} ${JSON.stringify([
      { recipient: 'gone@example.com', reason: 'address-unknown', code: 2001, advice: 'Do not write again.' },
    ])}`,
  );
  expect(await run(2)).toBe("[ 'ann@example.com' ]");
  expect(smtp.received.map(({ recipients }) => recipients)).toEqual([['ann@example.com']]);
  expect(await run(3)).toBe(
    'ann@example.com true null\ngone@example.com false address-unknown\nann false invalid-address',
  );
  expect(await run(4)).toBe('address-unknown');
  expect(await run(5)).toBe('ann=example.com@bounces.shop.example List-Unsubscribe,List-Unsubscribe-Post');
  expect(ledger.requests[0]?.headers.authorization).toContain('/eu-central-1/execute-api/aws4_request');
});
