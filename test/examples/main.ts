/**
 * `npm run test:examples`: the examples as a reader would try them. Each is copied to a folder of its own, installed with
 * the packed package and its dependencies from the registry, and run against a local host.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateTableCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { LOCAL_SIGNING_KEY } from '../../local/sources.ts';
import { verifyReturnPath } from '../../shared/return-path/return-path.ts';
import { SmtpServer } from '../client/smtp-server.ts';
import { deliverSendGrid, sendGridBounce, someone } from '../e2e/esp.ts';
import { LocalLedger } from '../e2e/ledger.ts';
import { delivered } from '../events/in-schema.ts';
import { startEngine } from '../ledger/engine.ts';
import { writeClosingLine } from '../running.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-examples-'));
const TIMEOUT_MS = 10 * 60 * 1000;

function npm(cwd: string, ...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', timeout: TIMEOUT_MS });
  if (status !== 0) throw new Error(`npm ${args[0]} failed:\n${stdout}${stderr}`);
}

/** A copy of an example with its dependencies, the ledger's package among them. */
function install(example: string, tarball: string): string {
  const copy = join(folder, example);
  cpSync(join(root, 'examples', example), copy, { recursive: true });
  npm(copy, 'install', '--no-audit', '--no-fund', '--prefer-offline', tarball);
  return copy;
}

interface Started {
  readonly cwd: string;
  readonly input: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Standard output of a program, with `input` as its standard input. @throws Error when it fails */
async function run(program: string, args: readonly string[], { cwd, input, env }: Started): Promise<string> {
  const child: ChildProcess = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: TIMEOUT_MS,
  });
  child.stdin?.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const output = child.stdout === null ? '' : await text(child.stdout);
  const status = await ended;
  if (status !== 0) throw new Error(`${program} ${args[0]} ended with ${status}:\n${output}`);
  return output;
}

const examples: Readonly<
  Record<string, (host: LocalLedger, gone: string, tarball: string) => Promise<void>>
> = {
  async nodemailer(host, gone, tarball) {
    const smtp = await SmtpServer.start();
    try {
      const output = await run('node', ['mailer.js'], {
        cwd: install('nodemailer', tarball),
        input: `ann@fine.example\n${gone}\n`,
        env: {
          LEDGER_URL: host.url,
          SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
          SIGNING_KEY: LOCAL_SIGNING_KEY,
          BOUNCE_DOMAIN: 'bounces.shop.example',
        },
      });
      assert.equal(output, `ann@fine.example sent\n${gone} withheld: address-unknown\n`);
      const [received, ...more] = smtp.received;
      assert.equal(more.length, 0);
      assert.deepEqual(received?.recipients, ['ann@fine.example']);
      const verified = verifyReturnPath(received.sender, { keys: [LOCAL_SIGNING_KEY], now: new Date() });
      assert.equal(verified.verified && verified.recipient, 'ann@fine.example');
      const unfolded = received.text.replace(/\r\n(?=[ \t])/g, '');
      const link = /^List-Unsubscribe: <(.*)>\r$/m.exec(unfolded)?.[1] ?? '';
      assert.equal((await fetch(link)).status, 200);
    } finally {
      await smtp.stop();
    }
  },

  async 'suppressed-listener'(_, gone, tarball) {
    const engine = await startEngine();
    try {
      const { client } = engine;
      const TableName = 'customers';
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'email', AttributeType: 'S' }],
        }),
      );
      await client.send(new PutItemCommand({ TableName, Item: { email: { S: gone }, name: { S: 'Gone' } } }));
      const change = {
        reason: 'address-unknown',
        code: 2001,
        rule: 'r',
        since: '2026-10-05T11:00:00Z',
        until: null,
      };
      const event = (type: string, address: string, revision: number, after: readonly object[]) =>
        delivered({ type, at: new Date(), detail: { address, key: 'k', revision, before: [], after } });
      const events = [
        event('address.suppressed', gone, 7, [{ list: '*', ...change }]),
        event('address.released', gone, 6, []),
        event('address.suppressed', 'stranger@fine.example', 1, [{ list: '*', ...change }]),
        { 'detail-type': 'something.else' },
      ];
      const endpoint = await client.config.endpoint?.();
      await run(
        'node',
        [
          '--input-type=module',
          '--eval',
          `
          import { text } from 'node:stream/consumers';
          import { handler } from './handler.js';
          for (const event of JSON.parse(await text(process.stdin))) await handler(event);
        `,
        ],
        {
          cwd: install('suppressed-listener', tarball),
          input: JSON.stringify(events),
          env: {
            CUSTOMERS_TABLE: TableName,
            AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${endpoint?.port}`,
            AWS_REGION: 'eu-central-1',
            AWS_ACCESS_KEY_ID: 'local',
            AWS_SECRET_ACCESS_KEY: 'local',
          },
        },
      );
      const itemOf = async (email: string) =>
        (await client.send(new GetItemCommand({ TableName, Key: { email: { S: email } } }))).Item;
      assert.deepEqual(await itemOf(gone), {
        email: { S: gone },
        name: { S: 'Gone' },
        suppressions: { L: [{ S: '*: address-unknown' }] },
        ledgerRevision: { N: '7' },
      });
      assert.equal(await itemOf('stranger@fine.example'), undefined);
    } finally {
      await engine.stop();
    }
  },

  async 'check-list.py'(host, gone) {
    const output = await run(
      'python3',
      ['examples/check-list.py', '--url', host.url, '--list', 'newsletter'],
      {
        cwd: root,
        input: `ann@fine.example\n${gone}\nno address\n`,
      },
    );
    assert.deepEqual(output.trim().split('\r\n'), [
      'address,result,reason,code',
      'ann@fine.example,send,,',
      `${gone},suppressed,address-unknown,2001`,
      'no address,invalid,This is not an e-mail address.,',
    ]);
  },
};

let passed = 0;
let failed = 0;
const host = await LocalLedger.start();
try {
  const gone = someone();
  await deliverSendGrid(await host.source('sendgrid'), JSON.stringify([sendGridBounce(gone)]));
  await host.drained();
  npm(root, 'pack', '--pack-destination', folder);
  const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  for (const [name, tryOut] of Object.entries(examples)) {
    try {
      await tryOut(host, gone.address, tarball);
      passed++;
      console.log(`${name}: runs.`);
    } catch (error) {
      failed++;
      console.error(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
} finally {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}
writeClosingLine({ passed, failed, skipped: 0, sound: failed === 0 });
process.exitCode = failed === 0 ? 0 : 1;
