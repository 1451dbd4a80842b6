/** Each property of the construct, by what it changes in the template. */
import { App, CfnResource, NestedStack, RemovalPolicies, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { DomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { AccountPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import { BounceLedger } from '../../infra/bounce-ledger.ts';
import { buildHandlers } from '../../infra/build/handlers.ts';
import type { BounceLedgerProps } from '../../infra/props.ts';
import { defineLedger, type LedgerConfig } from '../../shared/config/define.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';

buildHandlers();

const ACCOUNT = '111111111111';
const settingsOf = (config: LedgerConfig = { sources: { ses: 'ses' } }) =>
  resolveSettings(defineLedger(config));

interface InApp {
  readonly stack: Stack;
  readonly ledger: BounceLedger;
  readonly template: Template;
}

/** A ledger in a stack of an app; `propsOf` may add resources of its own to the stack. */
function inApp(
  propsOf: (stack: Stack) => Partial<BounceLedgerProps>,
  { region = 'eu-west-1', config }: { readonly region?: string; readonly config?: LedgerConfig } = {},
): InApp {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Mail', { env: { account: ACCOUNT, region } });
  const ledger = new BounceLedger(stack, 'Ledger', { settings: settingsOf(config), ...propsOf(stack) });
  return { stack, ledger, template: Template.fromStack(stack) };
}

test('encryptionKey encrypts table, bucket, queues, topics and environments, and the roles may use it', () => {
  const { template } = inApp((stack) => ({
    encryptionKey: new Key(stack, 'Key'),
    alarms: { emails: ['ops@example.com'] },
  }));
  const key = { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] };
  template.hasResourceProperties('AWS::DynamoDB::Table', { SSESpecification: { KMSMasterKeyId: key } });
  template.allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  template.allResourcesProperties('AWS::SNS::Topic', { KmsMasterKeyId: key });
  template.allResourcesProperties('AWS::Lambda::Function', { KmsKeyArn: key });
  template.hasResourceProperties('AWS::S3::Bucket', {
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        {
          BucketKeyEnabled: true,
          ServerSideEncryptionByDefault: { KMSMasterKeyID: key, SSEAlgorithm: 'aws:kms' },
        },
      ],
    },
  });
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  expect(policies).toHaveLength(6);
  for (const { Properties } of policies) {
    expect(JSON.stringify(Properties)).toContain('"Action":["kms:Decrypt","kms:GenerateDataKey"]');
  }
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Principal: { Service: Match.arrayWith(['sns.amazonaws.com', 'cloudwatch.amazonaws.com']) },
        }),
      ]),
    },
  });
});

test('inboundMailKeys lets the processor decrypt inbound mail', () => {
  const { template } = inApp((stack) => ({ inboundMailKeys: [new Key(stack, 'Inbound')] }), {
    config: {
      sources: { ses: 'ses' },
      inboundMail: { domain: 'bounces.example.com', buckets: ['returned-mail'] },
    },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({
          Action: 'kms:Decrypt',
          Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Inbound'), 'Arn'] },
        }),
      ]),
    },
  });
});

test('customDomain maps the domain to the stage, and its URLs are those of the domain', () => {
  const { ledger, template } = inApp((stack) => ({
    customDomain: {
      domainName: new DomainName(stack, 'Domain', {
        domainName: 'bounces.example.com',
        certificate: Certificate.fromCertificateArn(
          stack,
          'Certificate',
          `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/0`,
        ),
      }),
      path: 'ledger',
      disableDefaultEndpoint: true,
    },
  }));
  template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiMappingKey: 'ledger' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true, Name: 'Mail' });
  expect(JSON.stringify(Stack.of(ledger).resolve(ledger.webhookBaseUrl('ses')))).toContain(
    '/ledger/v1/webhooks/ses',
  );
});

test('vpc attaches every function', () => {
  const { template } = inApp((stack) => ({ vpc: { vpc: new Vpc(stack, 'Vpc') } }));
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  for (const { Properties } of functions.filter(({ Properties }) => Properties.Handler === 'index.handler')) {
    if (!String(Properties.Description).startsWith('Bounce Ledger')) continue;
    expect(Properties.VpcConfig.SubnetIds.length).toBeGreaterThan(0);
  }
});

describe('removalPolicy', () => {
  test('retains and protects by default', () => {
    const { template } = inApp(() => ({}));
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtectionEnabled: true },
    });
  });

  test('DESTROY ends the protection and empties the buckets', () => {
    const { template } = inApp(() => ({ removalPolicy: RemovalPolicy.DESTROY }));
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 2);
  });

  test('follows RemovalPolicies of the stack', () => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const stack = new Stack(app, 'Mail');
    new BounceLedger(stack, 'Ledger', { settings: settingsOf() });
    RemovalPolicies.of(stack).destroy();
    Template.fromStack(stack).hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtectionEnabled: false },
    });
  });
});

test('logRetention, memorySize, tracing and namePrefix reach every function', () => {
  const { template } = inApp(() => ({
    logRetention: RetentionDays.ONE_YEAR,
    memorySize: 1_024,
    tracing: true,
    namePrefix: 'mail',
  }));
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  template.allResourcesProperties('AWS::Lambda::Function', {
    FunctionName: Match.stringLikeRegexp('^mail-(webhook|processor|query|manage|publisher|statistics)$'),
    MemorySize: 1_024,
    TracingConfig: { Mode: 'Active' },
  });
  template.hasResourceProperties('AWS::DynamoDB::Table', { TableName: 'mail' });
  template.hasResourceProperties('AWS::ApiGatewayV2::Api', { Name: 'mail' });
});

test('alarms go to every topic and e-mail address, with thresholds of the operator, and are members', () => {
  const { ledger, template } = inApp((stack) => ({
    alarms: {
      topics: [new Topic(stack, 'Pager')],
      emails: ['ops@example.com', 'mail@example.com'],
      thresholds: { Rejected: 200 },
    },
  }));
  template.allResourcesProperties('AWS::CloudWatch::Alarm', {
    AlarmActions: [
      { Ref: Match.stringLikeRegexp('^Pager') },
      { Ref: Match.stringLikeRegexp('^LedgerAlarmsTopic') },
    ],
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'Rejected', Threshold: 200 });
  expect(ledger.alarms.all).toHaveLength(
    Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length,
  );
});

describe('sesEvents', () => {
  const rules = ({ template }: InApp) =>
    Object.keys(
      template.findResources('AWS::Events::Rule', { Properties: { EventPattern: Match.anyValue() } }),
    );

  test('is a rule where a source is SES, else none', () => {
    expect(rules(inApp(() => ({})))).toHaveLength(1);
    expect(rules(inApp(() => ({}), { config: { sources: { news: 'sendgrid' } } }))).toEqual([]);
    expect(rules(inApp(() => ({ sesEvents: false })))).toEqual([]);
  });

  test('can be narrowed to a configuration set', () => {
    const detail = { mail: { tags: { 'ses:configuration-set': ['production'] } } };
    inApp(() => ({ sesEvents: { pattern: { detail } } })).template.hasResourceProperties(
      'AWS::Events::Rule',
      {
        EventPattern: { source: ['aws.ses'], account: [ACCOUNT], detail },
      },
    );
  });
});

test('an existing table, bucket, bus and authorizer are used, not created', () => {
  const { template } = inApp((stack) => ({
    table: Table.fromTableAttributes(stack, 'Table', {
      tableArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/restored`,
      tableStreamArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/restored/stream/1`,
    }),
    bucket: Bucket.fromBucketName(stack, 'Bucket', 'mail-archive'),
    auditBucket: Bucket.fromBucketName(stack, 'AuditBucket', 'audit-trail'),
    eventBus: EventBus.fromEventBusName(stack, 'Bus', 'company'),
  }));
  for (const type of ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::Events::EventBus']) {
    template.resourceCountIs(type, 0);
  }
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TABLE_NAME: 'restored', ARCHIVE_BUCKET: 'mail-archive' } },
  });
});

describe('two ledgers', () => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Mail');
  const first = new BounceLedger(stack, 'Ledger', { settings: settingsOf() });
  const second = new BounceLedger(stack, 'News', { settings: settingsOf({ sources: { news: 'sendgrid' } }) });
  const template = Template.fromStack(stack);

  test('of one stack have secrets, metrics and outputs apart', () => {
    expect([first.secrets.prefix, second.secrets.prefix]).toEqual([
      '/bounce-ledger/Mail',
      '/bounce-ledger/Mail/News',
    ]);
    expect(Object.keys(template.toJSON().Outputs)).toEqual(expect.arrayContaining(['ApiUrl', 'NewsApiUrl']));
    for (const ledger of ['Mail', 'Mail-News']) {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        Namespace: 'BounceLedger',
        Dimensions: [{ Name: 'Ledger', Value: ledger }],
      });
    }
  });

  test('a nested stack takes the name of its parent', () => {
    const parent = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Parent');
    const nested = new NestedStack(parent, 'Nested');
    const ledger = new BounceLedger(nested, 'Ledger', { settings: settingsOf() });
    expect(ledger.secrets.prefix).toBe('/bounce-ledger/Parent/Nested/Ledger');
  });
});

describe('properties that contradict each other or AWS are refused at synthesis, with the remedy', () => {
  test.each<[string, Partial<BounceLedgerProps>, string]>([
    ['no window for more than ten messages', { batch: { size: 100, windowSeconds: 0 } }, 'at least 1'],
    ['a batch of none', { batch: { size: 0, windowSeconds: 1 } }, '"batch.size"'],
    ['a processor of one', { concurrency: { processor: 1 } }, 'from 2 to 1,000'],
    ['little memory', { memorySize: 128 }, 'from 256'],
    ['a prefix that is no name', { namePrefix: '1 mail' }, 'letters, digits and hyphens'],
    ['a secrets path without a slash', { secretsPrefix: 'mail' }, 'begins with a slash'],
    ['a throttle of none', { queryThrottle: { rateLimit: 0, burstLimit: 1 } }, 'above 0'],
  ])('%s', (_, props, remedy) => {
    expect(() => inApp(() => props)).toThrow(remedy);
  });

  test('settings that are not resolved, and a misspelt concurrency, in JavaScript', () => {
    const stack = new Stack(new App(), 'Mail');
    const wrong = { settings: { sources: { ses: 'ses' } }, concurrency: 'unreservd' };
    expect(() => Reflect.construct(BounceLedger, [stack, 'Ledger', wrong])).toThrow(
      /resolveSettings.*"unreserved"/,
    );
  });

  test('a table without a known stream', () => {
    expect(() => inApp((stack) => ({ table: Table.fromTableName(stack, 'Table', 'restored') }))).toThrow(
      'stream',
    );
  });

  test('a principal of another account', () => {
    const { ledger } = inApp(() => ({}));
    expect(() => ledger.grantRead(new AccountPrincipal('222222222222'))).toThrow('another account');
  });
});

test('a concurrency of 0 stops the webhooks; one given field leaves the other at its default', () => {
  const { template } = inApp(() => ({ concurrency: { webhook: 0 } }));
  template.hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 0 });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    ScalingConfig: { MaximumConcurrency: 20 },
  });
});

describe.each(['us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1'])(
  'in %s',
  (region) => {
    const { stack, template } = inApp(() => ({}), {
      region,
      config: { sources: { ses: 'ses' }, sesConfigurationSet: { name: 'ledger', create: true } },
    });

    test('no ARN names the partition aws', () => {
      expect(JSON.stringify(template.toJSON())).not.toMatch(/arn:aws:/);
    });

    test('what the Region does not have is left out with a warning', () => {
      const sets = Object.keys(template.findResources('AWS::SES::ConfigurationSet'));
      const warnings = stack.node
        .findAll()
        .flatMap((node) => node.node.metadata)
        .filter(({ type }) => type === 'aws:cdk:warning');
      expect(sets).toHaveLength(region === 'cn-north-1' ? 0 : 1);
      expect(warnings.some(({ data }) => String(data).includes('no Amazon SES'))).toBe(
        region === 'cn-north-1',
      );
    });
  },
);

test('cdk-nag 2 finds the acknowledgements in the metadata', () => {
  const { stack } = inApp((scope) => ({
    alarms: { topics: [new Topic(scope, 'Pager')] },
  }));
  const role = new Role(stack, 'Mailer', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  expect(role).toBeDefined();
  const suppressed = stack.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .flatMap(
      (resource) => (resource.getMetadata('cdk_nag')?.rules_to_suppress ?? []) as Array<{ id: string }>,
    )
    .map(({ id }) => id);
  expect(new Set(suppressed)).toEqual(
    new Set(['AwsSolutions-S1', 'AwsSolutions-SQS3', 'AwsSolutions-APIG4', 'AwsSolutions-IAM5']),
  );
});
