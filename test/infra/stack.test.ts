import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { bundleHandler } from '../../infra/build/handlers.ts';
import { functionNames } from '../../infra/function-code.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';
import { type SynthesisOptions, synthesise, threeSources } from './synthesis.ts';

const stack = synthesise({ bundled: true });
const settings = resolveSettings(threeSources);

describe('the outputs', () => {
  test('are those that the command line looks for, whatever the number of sources', () => {
    const sources = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`s-${index}`, 'ses' as const]),
    );
    const many = synthesise({ config: { sources } });
    expect(Object.keys(many.outputs).sort()).toEqual([
      'ApiUrl',
      'AuditBucketName',
      'BucketName',
      'DeadLetterQueueUrl',
      'EventBusName',
      'NextStep',
      'QueueUrl',
      'SecretsPrefix',
      'TableName',
      'TopicArn',
    ]);
  });

  test('state the next step', () => {
    expect(stack.outputs.NextStep?.Value).toMatch(
      /^Set the secret of each source: bounce-ledger sources rotate NAME --stack BounceLedger;/,
    );
  });

  test('are left out on request', () => {
    expect(Object.keys(synthesise({ outputs: false }).outputs)).toEqual(['NextStep']);
  });
});

describe('the code of a function', () => {
  const assetsShape = v.object({
    files: v.record(v.string(), v.object({ source: v.object({ path: v.string() }) })),
  });
  const codeShape = v.object({ S3Key: v.string() });
  const assets = v.parse(
    assetsShape,
    JSON.parse(readFileSync(join(stack.folder, 'BounceLedger.assets.json'), 'utf8')),
  );

  test.each(stack.all('AWS::Lambda::Function').map(({ id, Properties }) => [id, Properties] as const))(
    '%s lies beside the template, with the settings',
    (_, { Code, Handler }) => {
      const { S3Key } = v.parse(codeShape, Code);
      const path = assets.files[S3Key.replace('.zip', '')]?.source.path ?? '';
      const folder = join(stack.folder, path);

      expect(Handler).toBe('index.handler');
      expect(existsSync(join(folder, 'index.mjs'))).toBe(true);
      expect(JSON.parse(readFileSync(join(folder, 'ledger.json'), 'utf8'))).toEqual(settings);
    },
  );

  test.each(functionNames)('of %s needs no package', (name) => {
    const { metafile } = bundleHandler(name, join(stack.folder, 'again', name));
    const outside = Object.values(metafile.outputs).flatMap(({ imports }) =>
      imports.filter((it) => it.external),
    );
    expect(outside.map(({ path }) => path).filter((path) => !isBuiltin(path))).toEqual([]);
  });

  test('holds no source map: it would cost a cold start its time', () => {
    const files = readdirSync(stack.folder, { recursive: true, encoding: 'utf8' });
    expect(files.filter((name) => name.endsWith('.map'))).toEqual([]);
  });
});

describe('the whole stack, with everything that can be turned on', () => {
  const whole: SynthesisOptions = {
    alarms: { emails: ['ops@example.com'] },
    config: {
      sources: { ses: 'ses' },
      api: {
        jwt: { issuer: 'https://login.example.com/', audience: ['mail'], scopes: { read: 'read' } },
      },
      inboundMail: { domain: 'bounces.example.com', buckets: ['returned-mail'] },
      sesConfigurationSet: { name: 'ledger', create: true },
    },
  };
  afterEach(() => void vi.unstubAllEnvs());

  test('passes cdk-nag', () => {
    expect(() => synthesise(whole)).not.toThrow();
  });

  test("holds nothing that CloudFormation's schemas refuse, but a mistake beside it", () => {
    vi.stubEnv('CDK_VALIDATION', 'true');
    const properties = { VisibilityTimeout: 'a minute' };
    let found = '';
    try {
      synthesise({
        ...whole,
        checked: false,
        beside: (other) => void new CfnResource(other, 'Mistake', { type: 'AWS::SQS::Queue', properties }),
      });
    } catch (error) {
      found = String(error);
    }
    expect(found.match(/^(?:ERROR|WARNING) .*/gm)).toEqual([expect.stringContaining('VisibilityTimeout')]);
  });
});

describe('cdk-nag', () => {
  test('looks: a queue without a dead-letter queue does not pass', () => {
    expect(() => synthesise({ beside: (other) => new Queue(other, 'Careless') })).toThrow(
      'AwsSolutions-SQS3',
    );
  });
});

test('needs no account: nothing is looked up, and no name is fixed', () => {
  expect(existsSync(join(stack.folder, 'cdk.context.json'))).toBe(false);
  expect(stack.template.toJSON()).not.toHaveProperty('Mappings');
  for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic']) {
    for (const { Properties } of stack.all(type)) {
      expect(Object.keys(Properties).filter((key) => /^(Table|Bucket|Queue|Topic)Name$/.test(key))).toEqual(
        [],
      );
    }
  }
});
