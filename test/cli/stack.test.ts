import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledger } from './running.ts';

/** A region of one stack: CloudFormation that describes it, and its API. */
const seen: IncomingMessage[] = [];
let url: string;
const server = createServer(async (request, response) => {
  seen.push(request);
  const body = await text(request);
  if (request.url?.startsWith('/v1/check')) {
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ results: [] }));
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
  const names = ['BucketName', 'QueueUrl', 'DeadLetterQueueUrl', 'TopicArn', 'SecretsPrefix'];
  const outputs = [['ApiUrl', url], ...names.map((name) => [name, 'somewhere'])].map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><Outputs>${outputs.join('')}</Outputs></DescribeStacksResponse>`;
}

const onStack = (stack: string) =>
  ledger(['check', 'ann@example.com', '--stack', stack, '--region', 'eu-west-1'], {
    env: {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_CLOUDFORMATION: url,
    },
  });

test("--stack finds the API in the stack's outputs, and signs its question", async () => {
  expect(await onStack('Known')).toMatchObject({ code: 0 });
  const [described, asked] = seen;
  expect(described?.headers.authorization).toContain('/eu-west-1/cloudformation/aws4_request');
  expect(asked?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/execute-api\//,
  );
});

test('a stack that does not exist is said to', async () => {
  expect(await onStack('Unknown')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no stack Unknown in eu-west-1'),
  });
});
