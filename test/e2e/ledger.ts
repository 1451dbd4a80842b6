/** A local host in a process of its own, as a person starts it, and what a sender and a person ask of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';

const root = fileURLToPath(new URL('../..', import.meta.url));

const sourceSchema = v.object({
  source: v.string(),
  provider: v.string(),
  url: v.string(),
  secret: v.string(),
  privateKey: v.optional(v.string()),
});
export type Source = v.InferOutput<typeof sourceSchema>;

const awsSchema = v.object({
  region: v.string(),
  dynamodb: v.string(),
  sns: v.string(),
  sqs: v.string(),
  s3: v.string(),
  events: v.string(),
  table: v.string(),
  topicArn: v.string(),
  queueUrl: v.string(),
  deadLetterQueueUrl: v.string(),
  bucket: v.string(),
  auditBucket: v.string(),
});

const statusSchema = v.object({ queued: v.number(), inFlight: v.number(), deadLettered: v.number() });

const verdictSchema = v.looseObject({
  address: v.string(),
  suppressed: v.boolean(),
  reason: v.nullable(v.string()),
  code: v.nullable(v.number()),
  list: v.nullable(v.string()),
  since: v.nullable(v.string()),
  until: v.nullable(v.string()),
  advice: v.string(),
  lists: v.array(v.looseObject({ list: v.string(), reason: v.string(), rule: v.string() })),
  revision: v.number(),
  evidence: v.array(v.looseObject({ kind: v.string(), code: v.number(), occurredAt: v.string() })),
});
export type Verdict = v.InferOutput<typeof verdictSchema>;

export class LocalLedger {
  readonly url: string;
  readonly #child: ChildProcess;
  /** Of its data and logs; null when everything is in memory. */
  readonly folder: string | null;

  private constructor(child: ChildProcess, url: string, folder: string | null) {
    this.#child = child;
    this.url = url;
    this.folder = folder;
  }

  /**
   * Starts a host on any port. `data` is kept by the caller; without it everything is in memory.
   * @param project the folder of the project that is run
   */
  static async start(
    data: string | null = null,
    more: readonly string[] = ['--empty'],
    project = root,
  ): Promise<LocalLedger> {
    const args = ['--port', '0', ...(data === null ? [] : ['--data', data]), ...more];
    const child = spawn(process.execPath, [join(project, 'local', 'start.mjs'), ...args], {
      cwd: project,
      // As under npm, the host ends when its parent does: a test that is given up leaves none behind.
      env: { ...process.env, npm_lifecycle_event: 'test' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const url = await readyUrl(child);
    return new LocalLedger(child, url, data);
  }

  static temporaryFolder(): string {
    return mkdtempSync(join(tmpdir(), 'bounce-ledger-e2e-'));
  }

  async stop(): Promise<number | null> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    const [code] = await ended;
    return code;
  }

  async kill(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  removeData(): void {
    if (this.folder !== null) rmSync(this.folder, { recursive: true, force: true });
  }

  async get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`);
  }

  async call(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async sources(): Promise<readonly Source[]> {
    return v.parse(v.array(sourceSchema), await (await this.get('/_local/sources')).json());
  }

  async source(name: string): Promise<Source> {
    const found = (await this.sources()).find((source) => source.source === name);
    if (found === undefined) throw new Error(`No source ${name}.`);
    return found;
  }

  async aws(): Promise<v.InferOutput<typeof awsSchema>> {
    return v.parse(awsSchema, await (await this.get('/_local/aws')).json());
  }

  async status(): Promise<v.InferOutput<typeof statusSchema>> {
    return v.parse(statusSchema, await (await this.get('/_local/status')).json());
  }

  /** Resolves when every event that was accepted is in the table. */
  async drained(): Promise<void> {
    for (const until = Date.now() + 20_000; Date.now() < until; ) {
      const { queued, inFlight } = await this.status();
      if (queued + inFlight === 0) return;
      await delay(25);
    }
    throw new Error(`Events are still on their way: ${JSON.stringify(await this.status())}`);
  }

  async verdict(address: string, query = ''): Promise<Verdict> {
    const response = await this.get(`/v1/addresses/${encodeURIComponent(address)}${query}`);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    return v.parse(verdictSchema, await response.json());
  }
}

async function readyUrl(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('The host has no standard output.');
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const url = /^ready (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return url;
  }
  throw new Error('The host ended before it was ready.');
}
