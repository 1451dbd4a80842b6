/** The construct within what companies build around it: stages, pipelines, permissions boundaries, tags, authorizers. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, PermissionsBoundary, Stack, Stage, type StageProps, Tags } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { BounceLedger } from '../../infra/bounce-ledger.ts';
import { buildHandlers } from '../../infra/build/handlers.ts';
import type { BounceLedgerProps } from '../../infra/props.ts';
import { defineLedger } from '../../shared/config/define.ts';
import { resolveSettings } from '../../shared/config/resolve.ts';

buildHandlers();

const root = join(import.meta.dirname, '..', '..');
const context = { 'aws:cdk:bundling-stacks': [] };
const settings = resolveSettings(defineLedger({ sources: { ses: 'ses', sendgrid: 'sendgrid' } }));

function ledgerIn(scope: Construct, props: Partial<BounceLedgerProps> = {}): BounceLedger {
  return new BounceLedger(new Stack(scope, 'Mail'), 'Ledger', { settings, ...props });
}

class MailStage extends Stage {
  readonly ledger: BounceLedger;

  constructor(scope: Construct, id: string, props?: StageProps) {
    super(scope, id, props);
    this.ledger = ledgerIn(this);
  }
}

describe('stages', () => {
  test('of two accounts have secrets and metrics of their own', () => {
    const app = new App({ context });
    const stages = ['Dev', 'Prod'].map((name) => new MailStage(app, name));
    expect(stages.map(({ ledger }) => ledger.secrets.prefix)).toEqual([
      '/bounce-ledger/Dev-Mail',
      '/bounce-ledger/Prod-Mail',
    ]);
  });

  test('keep the logical ids that the stack has by itself, so that a pipeline can take a deployed one over', () => {
    const [alone, staged] = [
      ledgerIn(new App({ context })),
      new MailStage(new App({ context }), 'Prod').ledger,
    ];
    const idsOf = (ledger: BounceLedger) =>
      Object.keys(Template.fromStack(Stack.of(ledger)).findResources('AWS::DynamoDB::Table'));
    expect(idsOf(staged)).toEqual(idsOf(alone));
  });

  test('are deployed by CDK Pipelines', () => {
    const stack = new Stack(new App({ context }), 'Pipeline');
    const input = CodePipelineSource.s3(new Bucket(stack, 'Source'), 'source.zip');
    const synth = new ShellStep('Synth', { input, commands: ['npm ci', 'npx cdk synth'] });
    const pipeline = new CodePipeline(stack, 'Pipeline', { synth });
    pipeline.addStage(new MailStage(stack, 'Prod'));
    pipeline.buildPipeline();
    const [built] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
    const stages: readonly { readonly Name: string }[] = built?.Properties.Stages;
    expect(stages.map(({ Name }) => Name)).toContain('Prod');
  });
});

test('a permissions boundary of the app bounds every role', () => {
  const app = new App({ context });
  const stage = new MailStage(app, 'Prod', {
    permissionsBoundary: PermissionsBoundary.fromName('developers'),
  });
  Template.fromStack(Stack.of(stage.ledger)).allResourcesProperties('AWS::IAM::Role', {
    PermissionsBoundary: Match.objectLike({ 'Fn::Join': Match.anyValue() }),
  });
});

test('tags reach what costs and what holds data', () => {
  const app = new App({ context });
  const ledger = ledgerIn(app);
  Tags.of(app).add('team', 'mail');
  const template = Template.fromStack(Stack.of(ledger));
  for (const type of ['DynamoDB::Table', 'S3::Bucket', 'SQS::Queue', 'Lambda::Function']) {
    template.allResourcesProperties(`AWS::${type}`, {
      Tags: Match.arrayWith([{ Key: 'team', Value: 'mail' }]),
    });
  }
});

test('an existing authorizer is used by the query routes, and by no webhook', () => {
  const pools = new Stack(new App({ context }), 'Mail');
  const authorizer = new HttpUserPoolAuthorizer('Staff', new UserPool(pools, 'Users'));
  new BounceLedger(pools, 'Ledger', { settings, authorizer });
  const routes = Object.values(Template.fromStack(pools).findResources('AWS::ApiGatewayV2::Route'));
  for (const { Properties } of routes) {
    const isPublic = /\/v1\/(webhooks|unsubscribe)\//.test(Properties.RouteKey);
    expect([Properties.RouteKey, Properties.AuthorizationType]).toEqual([
      Properties.RouteKey,
      isPublic ? 'NONE' : 'JWT',
    ]);
  }
});

test('a role of another stack is granted what it needs there', () => {
  const app = new App({ context });
  const ledger = ledgerIn(app);
  const shop = new Stack(app, 'Shop');
  ledger.grantRead(new Role(shop, 'Mailer', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  Template.fromStack(shop).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: [Match.objectLike({ Action: 'execute-api:Invoke' })] },
  });
});

describe('a property of the construct', () => {
  const source = readFileSync(join(root, 'infra', 'props.ts'), 'utf8');
  const [, body = ''] = /export interface BounceLedgerProps \{\n([\s\S]*?)\n\}\n/.exec(source) ?? [];
  const properties = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n {2}readonly (\w+)(\??):/g)];
  const uses = globSync(['test/infra/*.test.ts', 'test/package/apps/*', 'examples/**/*.{ts,js}'], {
    cwd: root,
  })
    .filter((file) => !file.includes('node_modules'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');

  test('is documented, whichever it is', () => {
    expect(properties.length).toBeGreaterThan(20);
    expect(properties).toHaveLength([...body.matchAll(/^ {2}readonly /gm)].length);
  });

  test.each(properties.map(([, text = '', name = '', optional]) => [name, text, optional] as const))(
    '%s has a default and is tried',
    (name, text, optional) => {
      if (optional === '?') expect(text).toContain('@default');
      expect(uses).toMatch(new RegExp(`\\b${name}\\b ?[,:}]`));
    },
  );
});
