import { Match } from 'aws-cdk-lib/assertions';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { synthesise } from './synthesis.ts';

const config = {
  sources: { ses: 'ses', news: 'sendgrid', shop: 'postal' },
  inboundMail: { domain: 'bounces.example.com', buckets: ['returned-mail'] },
} as const;
const stack = synthesise({ config });
const functions = ['Webhook', 'Processor', 'Query', 'Manage', 'Publisher', 'Statistics', 'Doctor'] as const;
type Name = (typeof functions)[number];

const idOf = (type: string, prefix: string) => stack.one(type, prefix).id;
const lambdaOf = (name: Name) => stack.one('AWS::Lambda::Function', `Ledger${name}`);

describe.each(functions)('%s', (name) => {
  const { Properties } = lambdaOf(name);

  test('runs on the Node and the processor that cost least for what they do', () => {
    expect(Properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], MemorySize: 512 });
  });

  test('logs for a month, in a form whose metrics CloudWatch finds', () => {
    const log = stack.one('AWS::Logs::LogGroup', `Ledger${name}`);
    expect(log.Properties).toMatchObject({ RetentionInDays: 30 });
    expect(Properties.LoggingConfig).toEqual({
      LogGroup: { Ref: log.id },
      LogFormat: 'JSON',
      ApplicationLogLevel: 'INFO',
      SystemLogLevel: 'WARN',
    });
  });

  test('has a role of its own, with no managed policy', () => {
    const role = stack.one('AWS::IAM::Role', `Ledger${name}`);
    expect(Properties.Role).toEqual({ 'Fn::GetAtt': [role.id, 'Arn'] });
    expect(role.Properties).not.toHaveProperty('ManagedPolicyArns');
  });
});

describe('what each is told', () => {
  const queue = { Ref: idOf('AWS::SQS::Queue', 'LedgerIntakeQueue') };
  const deadLetters = { Ref: idOf('AWS::SQS::Queue', 'LedgerIntakeDeadLetters') };
  const bucket = { Ref: idOf('AWS::S3::Bucket', 'LedgerArchive') };
  const audit = { Ref: idOf('AWS::S3::Bucket', 'LedgerAudit') };
  const table = { Ref: idOf('AWS::DynamoDB::Table', 'Ledger') };
  const topic = { Ref: idOf('AWS::SNS::Topic', 'LedgerSes') };
  const secrets = '/bounce-ledger/BounceLedger';
  const api = idOf('AWS::ApiGatewayV2::Api', 'Ledger');

  test.each<[Name, Record<string, unknown>]>([
    ['Webhook', { QUEUE_URL: queue, ARCHIVE_BUCKET: bucket, SECRETS_PREFIX: secrets, TOPIC_ARN: topic }],
    [
      'Processor',
      {
        TABLE_NAME: table,
        ARCHIVE_BUCKET: bucket,
        QUEUE_URL: queue,
        DEAD_LETTER_QUEUE_URL: deadLetters,
        SECRETS_PREFIX: secrets,
      },
    ],
    ['Query', { TABLE_NAME: table, SECRETS_PREFIX: secrets }],
    ['Manage', { TABLE_NAME: table, ARCHIVE_BUCKET: bucket, AUDIT_BUCKET: audit, SECRETS_PREFIX: secrets }],
    ['Publisher', { EVENT_BUS_NAME: { Ref: idOf('AWS::Events::EventBus', 'LedgerPublisher') } }],
    ['Statistics', { TABLE_NAME: table }],
    ['Doctor', { SECRETS_PREFIX: secrets, API_URL: { 'Fn::GetAtt': [api, 'ApiEndpoint'] } }],
  ])('%s', (name, environment) => {
    expect(lambdaOf(name).Properties.Environment).toEqual({
      Variables: { ...environment, LEDGER_NAME: 'BounceLedger' },
    });
  });
});

describe('what each may do, and nothing beside', () => {
  const statementsShape = v.object({
    PolicyDocument: v.object({
      Statement: v.array(
        v.object({
          Action: v.union([v.string(), v.array(v.string())]),
          Resource: v.unknown(),
          Effect: v.literal('Allow'),
          Condition: v.optional(
            v.looseObject({
              'ForAllValues:StringLike': v.optional(
                v.strictObject({ 'dynamodb:LeadingKeys': v.array(v.string()) }),
              ),
            }),
          ),
        }),
      ),
    }),
  });

  /** Each action with what it may be done to, in one line. */
  function grantsOf(name: Name, of = stack): readonly string[] {
    const { Properties } = of.one('AWS::IAM::Policy', `Ledger${name}`);
    const statements = v.parse(statementsShape, Properties).PolicyDocument.Statement;
    return statements
      .flatMap(({ Action, Resource, Condition }) => {
        const keys = Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
        const limit = keys === undefined ? '' : ` if its key is ${keys.join()}`;
        return [Action]
          .flat()
          .flatMap((action) => [Resource].flat().map((on) => `${action} on ${inWords(on)}${limit}`));
      })
      .sort();
  }

  /** The part of the stack that an ARN names, without CDK's hashes. */
  function inWords(arn: unknown): string {
    const text = JSON.stringify(arn)
      .replaceAll(/\{"Fn::GetAtt":\["Ledger([A-Za-z]+?)[0-9A-F]{8}","(\w+)"\]\}/g, '<$1.$2>')
      .replaceAll(/\{"Ref":"AWS::(\w+)"\}/g, '<$1>');
    const joined = /^\{"Fn::Join":\["",\[(.*)\]\]\}$/.exec(text)?.[1] ?? text;
    return joined.replaceAll(/"|,(?=["<])|(?<=>),/g, '');
  }

  const log = (name: Name) => [
    `logs:CreateLogStream on <${name}Log.Arn>`,
    `logs:PutLogEvents on <${name}Log.Arn>`,
  ];
  const receive = [
    'ChangeMessageVisibility',
    'DeleteMessage',
    'GetQueueAttributes',
    'GetQueueUrl',
    'ReceiveMessage',
  ];
  const parameters = 'arn:<Partition>:ssm:<Region>:<AccountId>:parameter/bounce-ledger/BounceLedger';

  const stackKey = ['GetParameter', 'PutParameter'].map((it) => `ssm:${it} on ${parameters}/stack-key`);

  test.each<[Name, readonly string[]]>([
    [
      'Webhook',
      [
        ...log('Webhook'),
        's3:PutObject on <ArchiveBucket.Arn>/big/*',
        'sqs:SendMessage on <IntakeQueue.Arn>',
        `ssm:GetParameter on ${parameters}/sources/*`,
      ],
    ],
    [
      'Processor',
      [
        ...['BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'].map(
          (it) => `dynamodb:${it} on <RecordsTable.Arn>`,
        ),
        ...log('Processor'),
        's3:GetObject on <ArchiveBucket.Arn>/big/*',
        's3:GetObject on arn:<Partition>:s3:::returned-mail/*',
        's3:PutObject on <ArchiveBucket.Arn>/raw/*',
        ...receive.map((it) => `sqs:${it} on <IntakeQueue.Arn>`),
        'sqs:SendMessage on <IntakeDeadLetters.Arn>',
        'sqs:SendMessage on <IntakeQueue.Arn>',
        `ssm:GetParameter on ${parameters}/signing-keys`,
        ...stackKey,
      ],
    ],
    [
      'Query',
      [
        ...['BatchGetItem', 'GetItem'].map((it) => `dynamodb:${it} on <RecordsTable.Arn>`),
        'dynamodb:Query on <RecordsTable.Arn>/index/suppressed',
        ...log('Query'),
        ...stackKey,
      ],
    ],
    [
      'Manage',
      [
        ...['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'].map(
          (it) => `dynamodb:${it} on <RecordsTable.Arn>`,
        ),
        'dynamodb:Query on <RecordsTable.Arn>/index/suppressed',
        ...log('Manage'),
        's3:PutObject on <ArchiveBucket.Arn>/audit-names/*',
        's3:PutObject on <AuditBucket.Arn>/audit/*',
        `ssm:GetParameter on ${parameters}/signing-keys`,
        ...stackKey,
      ],
    ],
    [
      'Publisher',
      [
        ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
          (it) => `dynamodb:${it} on <RecordsTable.StreamArn>`,
        ),
        'dynamodb:ListStreams on *',
        'events:PutEvents on <PublisherBus.Arn>',
        ...log('Publisher'),
        ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map(
          (it) => `sqs:${it} on <PublisherUnpublished.Arn>`,
        ),
      ],
    ],
    [
      'Statistics',
      [
        ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map(
          (it) => `dynamodb:${it} on <RecordsTable.StreamArn>`,
        ),
        'dynamodb:ListStreams on *',
        ...['BatchGetItem', 'GetItem', 'PutItem'].map(
          (it) => `dynamodb:${it} on <RecordsTable.Arn> if its key is t#*`,
        ),
        ...log('Statistics'),
        ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map(
          (it) => `sqs:${it} on <StatisticsUncounted.Arn>`,
        ),
      ],
    ],
    [
      'Doctor',
      [
        ...log('Doctor'),
        // Of the source whose ESP takes an API key, and of no other.
        `ssm:GetParameter on ${parameters}/api-keys/news`,
        `ssm:GetParameter on ${parameters}/sources/news`,
      ],
    ],
  ])('%s', (name, grants) => {
    expect(grantsOf(name)).toEqual([...grants].sort());
  });

  test('the stack’s key can be made where there is none, and never replaced', () => {
    for (const name of ['Processor', 'Query', 'Manage'] as const) {
      const { Properties } = stack.one('AWS::IAM::Policy', `Ledger${name}`);
      const { Statement } = v.parse(statementsShape, Properties).PolicyDocument;
      const put = Statement.find(({ Action }) => Action === 'ssm:PutParameter');
      expect(put?.Condition).toEqual({ StringEquals: { 'ssm:Overwrite': 'false' } });
    }
  });
});

describe('reserved concurrency', () => {
  const reserved = (of: typeof stack, name: Name) =>
    of.one('AWS::Lambda::Function', `Ledger${name}`).Properties.ReservedConcurrentExecutions;

  test('webhooks and batches have a share of their own, questions the rest of the account', () => {
    expect(functions.map((name) => reserved(stack, name))).toEqual([
      50,
      20,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('the shares are the operator’s to choose; no more batches are asked for than can run', () => {
    const other = synthesise({ concurrency: { webhook: 7, processor: 3 } });
    expect(functions.map((name) => reserved(other, name))).toEqual([
      7,
      3,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    other.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ScalingConfig: { MaximumConcurrency: 3 },
    });
  });

  test('an account with a small quota can do without shares; batches stay bounded', () => {
    const other = synthesise({ concurrency: 'unreserved' });
    other.template.allResourcesProperties('AWS::Lambda::Function', {
      ReservedConcurrentExecutions: Match.absent(),
    });
    other.template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      ScalingConfig: { MaximumConcurrency: 20 },
    });
  });
});

test('where secrets are is said by a path that SSM takes', () => {
  const said = (secretsPrefix: string) =>
    synthesise({ secretsPrefix }).one('AWS::Lambda::Function', 'LedgerWebhook').Properties.Environment;
  expect(said('/mail/ledger')).toMatchObject({ Variables: { SECRETS_PREFIX: '/mail/ledger' } });
  for (const wrong of ['mail', '/mail/', '/aws/mail', '/ma il']) {
    expect(() => said(wrong)).toThrow('an SSM path begins with a slash');
  }
});

describe('the daily check of the webhooks', () => {
  test('is scheduled once a day', () => {
    stack.template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [lambdaOf('Doctor').id, 'Arn'] } }],
    });
  });

  test.each<[string, Parameters<typeof synthesise>[0]]>([
    ['no ESP of the sources takes an API key', { config: { sources: { ses: 'ses', shop: 'postal' } } }],
    ['it is switched off', { config, doctor: false }],
  ])('is left out, with schedule and alarm, where %s', (_why, options) => {
    const { all, template } = synthesise(options);
    expect(all('AWS::Lambda::Function', 'LedgerDoctor')).toEqual([]);
    template.resourcePropertiesCountIs('AWS::Events::Rule', { ScheduleExpression: Match.anyValue() }, 0);
    template.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { MetricName: 'DoctorProblems' }, 0);
  });

  test('names its parameters by a pattern where a policy would be too large', () => {
    const sources = Object.fromEntries(
      Array.from({ length: 31 }, (_, index) => [`s-${index}`, 'sendgrid' as const]),
    );
    const { one } = synthesise({ config: { sources } });
    const policy = JSON.stringify(one('AWS::IAM::Policy', 'LedgerDoctor').Properties.PolicyDocument);
    expect(policy).toContain('/api-keys/*');
    expect(policy).not.toContain('/api-keys/s-1');
  });

  test('expects the webhooks at the proxy that stands in front of the API', () => {
    const proxied = synthesise({ config, publicUrl: 'https://hooks.example.com/ledger' });
    expect(proxied.one('AWS::Lambda::Function', 'LedgerDoctor').Properties.Environment).toMatchObject({
      Variables: { API_URL: 'https://hooks.example.com/ledger' },
    });
    for (const publicUrl of ['http://hooks.example.com', 'https://hooks.example.com/', 'hooks.example.com'])
      expect(() => synthesise({ config, publicUrl })).toThrow('"publicUrl" must be an https URL');
  });
});
