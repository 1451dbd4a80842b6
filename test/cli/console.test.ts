/** `console`: a server on 127.0.0.1 that asks the target in the operator's name. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { listeningPort } from '../../local/listening-port.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

interface Seen {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** The API, CloudFormation and SSM of one stack. */
let api: Server;
let url: string;
let folder: string;
const seen: Seen[] = [];
const running: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-console-'));
  // The program that opens links: it writes down what it was given.
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf '%s' "$1" > "${join(folder, 'opened')}"\n`);
  chmodSync(join(folder, 'xdg-open'), 0o755);
  api = createServer(async (request, response) => {
    const body = await text(request);
    seen.push({ request, body });
    if (body.includes('Action=DescribeStacks')) {
      response.end(stackDescription());
    } else if (request.url === '/v1/suppressions/ann%40example.com') {
      response
        .writeHead(412, { 'content-type': 'application/problem+json' })
        .end('{"title":"revision mismatch"}');
    } else if (request.url?.startsWith('/v1/codes')) {
      response.setHeader('content-type', 'application/json').setHeader('etag', '"7"').end('{"codes":[]}');
    } else response.writeHead(404).end();
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  url = `http://127.0.0.1:${listeningPort(api)}`;
});
afterAll(() => {
  api.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  seen.length = 0;
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL');
  }
});

function stackDescription(): string {
  const names = [
    'AuditBucketName',
    'BucketName',
    'QueueUrl',
    'DeadLetterQueueUrl',
    'TopicArn',
    'SecretsPrefix',
  ];
  const outputs = [['ApiUrl', url], ...names.map((name) => [name, '/ledger'])].map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><Outputs>${outputs.join('')}</Outputs></DescribeStacksResponse>`;
}

interface Started {
  readonly child: ChildProcess;
  readonly link: URL;
  readonly output: () => string;
  ask(path: string, init?: RequestInit): Promise<Response>;
}

async function startConsole(...args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, [main, 'console', ...args], {
    env: {
      ...process.env,
      NO_COLOR: '1',
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: url,
    },
  });
  running.push(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const link = await vi.waitFor(
    () => {
      const found = /^Console of \S+: (http:\S+)$/m.exec(output)?.[1];
      if (found === undefined || !output.includes('Ctrl-C'))
        throw new Error(`It printed no link yet: ${output}`);
      return new URL(found);
    },
    { timeout: 15_000 },
  );
  const token = link.hash.slice('#token='.length);
  return {
    child,
    link,
    output: () => output,
    ask: (path, init = {}) =>
      fetch(link.origin + path, { ...init, headers: { 'x-console-token': token, ...init.headers } }),
  };
}

describe('over a local host', () => {
  test('prints a link with a token, and ends with Ctrl-C', async () => {
    const { child, link, output, ask } = await startConsole('--url', url, '--no-open');
    expect(link.hash).toMatch(/^#token=[\w-]{32}$/);
    expect(output()).toContain('Read-only. Allow changes with --write.');
    expect((await fetch(`${link.origin}/v1/codes`)).status).toBe(401);
    const answer = await ask('/v1/codes');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(await answer.json()).toEqual({ codes: [] });
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  test('changes nothing without --write', async () => {
    const { ask } = await startConsole('--url', url, '--no-open');
    const refused = await ask('/v1/suppressions/ann%40example.com', { method: 'DELETE', body: '{}' });
    expect(refused.status).toBe(403);
    expect(seen).toEqual([]);
  });

  test('passes a change on with --write', async () => {
    const { output, ask } = await startConsole('--url', url, '--no-open', '--write');
    expect(output()).toContain('Changes are allowed.');
    const body = JSON.stringify({ actor: 'a', reason: 'b' });
    const headers = { 'content-type': 'application/json', 'if-match': '"3"' };
    const answer = await ask('/v1/suppressions/ann%40example.com', { method: 'PUT', body, headers });
    expect(answer.status).toBe(412);
    expect(seen.at(-1)?.body).toBe(body);
    expect(seen.at(-1)?.request.headers['if-match']).toBe('"3"');
  });

  test('says that the ledger does not answer', async () => {
    const { ask } = await startConsole('--url', 'http://127.0.0.1:9', '--no-open');
    const answer = await ask('/v1/codes');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      detail: expect.stringContaining('Cannot connect to http://127.0.0.1:9.'),
    });
  });

  test('opens the link in the browser', async () => {
    const { link } = await startConsole('--url', url);
    await vi.waitFor(() => expect(readFileSync(join(folder, 'opened'), 'utf8')).toBe(link.href));
  });

  test('names a port that is in use', async () => {
    const child = spawn(process.execPath, [
      main,
      'console',
      '--url',
      url,
      '--no-open',
      '--port',
      new URL(url).port,
    ]);
    running.push(child);
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(stderr).toContain(`Port ${new URL(url).port} is in use. Choose another with --port.`);
  });
});

describe('over a deployed stack', () => {
  test("signs each call with the operator's own credentials", async () => {
    const { output, ask } = await startConsole(
      '--stack',
      'Known',
      '--region',
      'eu-west-1',
      '--no-open',
      '--write',
    );
    expect(output()).toMatch(/^Console of Known: /m);
    expect((await ask('/v1/codes?x=a%20b')).status).toBe(200);
    const { request } = seen.at(-1) ?? {};
    expect(request?.url).toBe('/v1/codes?x=a%20b');
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\//,
    );
    await ask('/v1/suppressions/ann%40example.com', { method: 'PUT', body: '{"actor":"a"}' });
    expect(seen.at(-1)?.request.headers.authorization).toContain('execute-api');
    expect(seen.at(-1)?.body).toBe('{"actor":"a"}');
  });

  test('offers the rules of the configuration on this machine', async () => {
    const { ask } = await startConsole('--stack', 'Known', '--region', 'eu-west-1', '--no-open');
    expect(await (await ask('/_console/rules')).json()).toEqual({ response: expect.any(String) });
  });
});
