import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { awsJson } from '../../local/aws-call.ts';

const serve = fileURLToPath(new URL('./fixtures/serve.ts', import.meta.url));
const resources = v.object({
  dynamodb: v.string(),
  sqs: v.string(),
  ssm: v.string(),
  table: v.string(),
  queueUrl: v.string(),
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [serve, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(line).replace('ready ', '') };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

const aws = async (url: string) => v.parse(resources, await (await fetch(`${url}/_local/aws`)).json());

async function putParameter(url: string, value: string): Promise<void> {
  const { ssm } = await aws(url);
  const headers = { 'x-amz-target': 'AmazonSSM.PutParameter', 'content-type': 'application/x-amz-json-1.1' };
  const body = JSON.stringify({ Name: '/kept', Value: value, Overwrite: true });
  await fetch(ssm, { method: 'POST', headers, body });
}

async function parameter(url: string): Promise<unknown> {
  const { ssm } = await aws(url);
  const headers = { 'x-amz-target': 'AmazonSSM.GetParameter', 'content-type': 'application/x-amz-json-1.1' };
  return (await fetch(ssm, { method: 'POST', headers, body: '{"Name":"/kept"}' })).json();
}

test('whatever was acknowledged outlives kill -9, and is handled soon after the restart', async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round++) {
    const { child, url } = await start();
    const { sqs, queueUrl } = await aws(url);
    await putParameter(url, `round ${round}`);
    const stopAt = performance.now() + 150 + round * 60;
    const send = async (sender: number) => {
      for (let index = 0; performance.now() < stopAt + 100; index++) {
        const body = `round-${round}-sender-${sender}-${index}`;
        try {
          await awsJson(sqs, 'sqs', 'SendMessage', { QueueUrl: queueUrl, MessageBody: body });
          acknowledged.push(body);
        } catch {
          return;
        }
      }
    };
    const senders = [1, 2, 3, 4].map(send);
    await delay(stopAt - performance.now());
    await kill(child);
    await Promise.all(senders);
  }
  expect(acknowledged.length).toBeGreaterThan(0);

  const { child, url } = await start();
  const { dynamodb, table } = await aws(url);
  await vi.waitFor(async () => {
    expect(await (await fetch(`${url}/_local/status`)).json()).toEqual({
      queued: 0,
      inFlight: 0,
      deadLettered: 0,
    });
  }, 15_000);
  const keys = JSON.stringify(await awsJson(dynamodb, 'dynamodb', 'Scan', { TableName: table }));
  expect(acknowledged.filter((body) => !keys.includes(`"${body}"`))).toEqual([]);
  expect(await parameter(url)).toMatchObject({ Parameter: { Value: 'round 3' } });
  await kill(child);
});

test('two hosts never share a data folder: the second waits for the first to end', async () => {
  const first = await start();
  const second = start();
  await expect(Promise.race([second, delay(700, 'waiting')])).resolves.toBe('waiting');
  await kill(first.child);
  await kill((await second).child);
});
