import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { arnPatterns } from '../../infra/http-api.ts';
import type { BounceLedgerStack } from '../../infra/stack.ts';
import { accessLevels } from '../../shared/api/access.ts';
import { methodsOf } from '../../shared/api/api.ts';
import type { Route } from '../../shared/api/route.ts';
import { routes } from '../../shared/api/routes.ts';
import { type Synthesis, synthesise } from './synthesis.ts';

const stack = synthesise();

const keysOf = (some: readonly Route[]) =>
  some.flatMap((route) => methodsOf(route).map((method) => `${method} ${route.path}`));
const queryRouteKeys = keysOf(routes.filter(({ access }) => access !== 'public'));
const publicRouteKeys = keysOf(routes.filter(({ access }) => access === 'public'));
const isPublic = (key: unknown) => publicRouteKeys.some((one) => one === key);

const routesOf = (of: Synthesis, authorization: string) =>
  of
    .all('AWS::ApiGatewayV2::Route')
    .filter(({ Properties }) => Properties.AuthorizationType === authorization)
    .map(({ Properties }) => Properties.RouteKey);

describe('webhooks', () => {
  test('are open: each source has its route, and a name that is none has one too', () => {
    expect(routesOf(stack, 'NONE').filter((key) => !isPublic(key))).toEqual([
      'ANY /v1/webhooks/{proxy+}',
      'ANY /v1/webhooks/ses/{key}',
      'ANY /v1/webhooks/sendgrid/{key}',
      'ANY /v1/webhooks/socket-labs/{key}',
    ]);
  });

  test('have a rate limit each', () => {
    const rate = (ThrottlingRateLimit: number) => ({
      ThrottlingRateLimit,
      ThrottlingBurstLimit: 2 * ThrottlingRateLimit,
    });
    const { RouteSettings } = stack.one('AWS::ApiGatewayV2::Stage').Properties;
    expect(
      Object.fromEntries(Object.entries(Object(RouteSettings)).filter(([key]) => !isPublic(key))),
    ).toEqual({
      'ANY /v1/webhooks/ses/{key}': rate(250),
      'ANY /v1/webhooks/sendgrid/{key}': rate(1000),
      'ANY /v1/webhooks/socket-labs/{key}': rate(250),
      'ANY /v1/webhooks/{proxy+}': rate(10),
    });
  });

  test('exist before the stage that limits them', () => {
    const open = stack
      .all('AWS::ApiGatewayV2::Route')
      .filter(({ Properties }) => Properties.AuthorizationType === 'NONE');
    expect(stack.one('AWS::ApiGatewayV2::Stage').DependsOn).toEqual(
      expect.arrayContaining(open.map(({ id }) => id)),
    );
  });

  test('take one permission of the function however many sources there are', () => {
    const sources = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`s${index}`, 'ses'] as const),
    );
    expect(synthesise({ config: { sources } }).all('AWS::Lambda::Permission')).toHaveLength(3);
  });

  test('keep their integration when sources come and go', () => {
    const other = synthesise({ config: { sources: { 'socket-labs': 'socketlabs' } } });
    const idsOf = (of: Synthesis) => of.all('AWS::ApiGatewayV2::Integration').map(({ id }) => id);
    expect(idsOf(other)).toEqual(idsOf(stack));
  });
});

describe('public routes', () => {
  test('are those that a recipient calls, each with a rate limit', () => {
    expect(publicRouteKeys).toEqual([
      'GET /v1/unsubscribe/{token}',
      'HEAD /v1/unsubscribe/{token}',
      'POST /v1/unsubscribe/{token}',
    ]);
    expect(routesOf(stack, 'NONE')).toEqual(expect.arrayContaining(publicRouteKeys));
    const { RouteSettings } = stack.one('AWS::ApiGatewayV2::Stage').Properties;
    const limit = { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 };
    expect(RouteSettings).toMatchObject(Object.fromEntries(publicRouteKeys.map((key) => [key, limit])));
  });
});

describe('query routes', () => {
  test('are for signed callers', () => {
    expect(routesOf(stack, 'AWS_IAM')).toEqual(['ANY /{proxy+}', ...queryRouteKeys]);
  });

  test('lead to the function whose role allows what they do', () => {
    const targets = stack.all('AWS::ApiGatewayV2::Route').map(({ Properties }) => {
      const integration = JSON.stringify(Properties.Target);
      return [Properties.RouteKey, /Manage|Query|Webhook/.exec(integration.replace(/LedgerHttp/g, ''))?.[0]];
    });
    expect(Object.fromEntries(targets)).toMatchObject({
      'GET /v1/addresses/{address+}': 'Query',
      'HEAD /v1/suppressions': 'Query',
      'POST /v1/check': 'Query',
      'POST /v1/classify': 'Query',
      'ANY /{proxy+}': 'Query',
      'PUT /v1/suppressions/{address+}': 'Manage',
      'DELETE /v1/suppressions/{address+}': 'Manage',
      'DELETE /v1/addresses/{address+}': 'Manage',
      'POST /v1/storms/{domain}': 'Manage',
      'POST /v1/unsubscribe/{token}': 'Manage',
    });
  });
});

describe('callers with tokens', () => {
  const scopes = { read: 'ledger:read', write: 'ledger:write', erase: 'ledger:erase' };
  const jwt = { issuer: 'https://login.example.com/', audience: ['mail'], scopes };
  const other = synthesise({ config: { sources: { ses: 'ses' }, api: { jwt } } });

  test('are those of the issuer', () => {
    expect(routesOf(other, 'JWT')).toHaveLength(queryRouteKeys.length + 1);
    expect(routesOf(other, 'AWS_IAM')).toEqual([]);
    other.template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: jwt.issuer, Audience: jwt.audience },
    });
  });

  test.each([
    ['GET /v1/addresses/{address+}', 'ledger:read'],
    ['HEAD /v1/addresses/{address+}', 'ledger:read'],
    ['PUT /v1/suppressions/{address+}', 'ledger:write'],
    ['DELETE /v1/addresses/{address+}', 'ledger:erase'],
    // No scope was configured for this level.
    ['GET /v1/suppressions', 'bounce-ledger/not-granted'],
  ])('need the scope of the level for %s', (RouteKey, scope) => {
    other.template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey,
      AuthorizationScopes: [scope],
    });
  });

  test('cannot be granted anything by IAM', () => {
    const grant = () =>
      synthesise({
        config: { sources: { ses: 'ses' }, api: { jwt } },
        checked: false,
        beside: (stack) => stack.ledger.grantRead(roleIn(stack)),
      });
    expect(grant).toThrow('let https://login.example.com/ grant the scope of "read"');
  });
});

function roleIn(stack: BounceLedgerStack): Role {
  return new Role(stack, 'Caller', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
}

describe('a principal that is granted', () => {
  const grants = {
    read: (stack: BounceLedgerStack) => stack.ledger.grantRead(roleIn(stack)),
    list: (stack: BounceLedgerStack) => stack.ledger.grantList(roleIn(stack)),
    write: (stack: BounceLedgerStack) => stack.ledger.grantWrite(roleIn(stack)),
    erase: (stack: BounceLedgerStack) => stack.ledger.grantErase(roleIn(stack)),
  };
  const page = readFileSync(join(import.meta.dirname, '../../docs/how-to/grant-access.md'), 'utf8');

  test.each(accessLevels)('%s may call the routes of that level, which the page on access lists', (level) => {
    const granted = synthesise({ checked: false, beside: grants[level] });
    const { Properties } = granted.one('AWS::IAM::Policy', 'Caller');
    const { Statement } = v.parse(
      v.object({
        Statement: v.array(v.object({ Action: v.literal('execute-api:Invoke'), Resource: v.unknown() })),
      }),
      Properties.PolicyDocument,
    );
    const patterns = Statement.flatMap(({ Resource }) => [Resource].flat()).map(
      (resource) => /\/(\$default\/[^"]+)"/.exec(JSON.stringify(resource))?.[1],
    );
    expect(patterns.toSorted()).toEqual(arnPatterns(level).toSorted());
    for (const pattern of patterns) expect(page).toContain(`| ${level} | \`${pattern}\` |`);
  });

  test('each level may do what no other may', () => {
    const all = accessLevels.flatMap(arnPatterns);
    expect(new Set(all).size).toBe(all.length);
    expect(all.join()).not.toMatch(/webhooks|unsubscribe/);
  });
});

test('the access log names the route and never the path, which holds the address asked about', () => {
  const { AccessLogSettings } = stack.one('AWS::ApiGatewayV2::Stage').Properties;
  expect(AccessLogSettings).toMatchObject({ Format: expect.stringContaining('$context.routeKey') });
  expect(JSON.stringify(AccessLogSettings)).not.toMatch(
    /context\.(path|resourcePath|integration\.requestUri)/,
  );
});

test('requests reach the functions as payload version 2.0', () => {
  stack.template.allResourcesProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationType: 'AWS_PROXY',
    PayloadFormatVersion: '2.0',
    IntegrationUri: Match.anyValue(),
  });
});
