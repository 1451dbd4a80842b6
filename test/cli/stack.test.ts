import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledger } from './running.ts';

/** A region of one stack: CloudFormation that describes it, and its API. */
const seen: IncomingMessage[] = [];
const parameters: Array<{ readonly Name: string; readonly Value: string }> = [];
let url: string;
const server = createServer(async (request, response) => {
  seen.push(request);
  const body = await text(request);
  if (request.url?.startsWith('/v1/check')) {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ results: [] }));
  } else if (request.headers['x-amz-target'] === 'AmazonSSM.PutParameter') {
    parameters.push(JSON.parse(body));
    response.end('{}');
  } else if (body.includes('StackName=Known')) response.end(describeStacks());
  else response.writeHead(400).end('<Error><Code>ValidationError</Code></Error>');
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => server.close());

function describeStacks(): string {
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

const onStack = (stack: string, ...args: readonly string[]) =>
  ledger([...args, '--stack', stack, '--region', 'eu-west-1'], {
    env: {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: url,
    },
  });

test("--stack finds the API in the stack's outputs, and signs its question", async () => {
  expect(await onStack('Known', 'check', 'ann@example.com')).toMatchObject({ code: 0 });
  const [described, asked] = seen;
  expect(described?.headers.authorization).toContain('/eu-west-1/cloudformation/aws4_request');
  expect(asked?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\//,
  );
});

test('a stack that does not exist is said to', async () => {
  expect(await onStack('Unknown', 'check', 'ann@example.com')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no stack Unknown in eu-west-1'),
  });
});

test.each([
  ['no credentials', { HOME: '/nowhere', AWS_EC2_METADATA_DISABLED: 'true' }, 'AWS_PROFILE'],
  [
    'no connection to AWS',
    { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
    'could not be reached',
  ],
])('%s is one line that says what to do, without a stack', async (_, env, advice) => {
  const { code, stderr } = await ledger(
    ['check', 'ann@example.com', '--stack', 'Known', '--region', 'eu-west-1'],
    { env },
  );
  expect(code).toBe(2);
  expect(stderr).toContain(advice);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('sources add writes the entry, puts a secret into SSM, and says what to do in the console', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bounce-ledger-stack-'));
  const config = join(folder, 'ledger.config.ts');
  const add = ['sources', 'add', 'news', '--provider', 'postmark', '--config', config];
  const { code, stdout } = await onStack('Known', ...add);
  expect(code).toBe(0);
  expect(readFileSync(config, 'utf8')).toContain("news: 'postmark',");
  rmSync(folder, { recursive: true });

  expect(parameters).toMatchObject([{ Name: '/ledger/sources/news', Type: 'SecureString' }]);
  const secret = /password (\S{32})/.exec(stdout)?.[1];
  const [, key] = /v1\/webhooks\/news\/([\w-]{22})/.exec(stdout) ?? [];
  expect(JSON.parse(parameters[0]?.Value ?? '')).toEqual({ secrets: [secret], urlKeys: [key] });
  for (const word of [
    'npx cdk deploy Known',
    'bounce-ledger sources connect news --api-key - --stack Known',
    `${url}/v1/webhooks/news/${key}`,
    'Select: ',
    'Postmark',
  ]) {
    expect(stdout).toContain(word);
  }
});
