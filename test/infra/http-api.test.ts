import { Match } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { methodsOf } from '../../shared/api/api.ts';
import { routes } from '../../shared/api/routes.ts';
import { type Synthesis, synthesise } from './synthesis.ts';

const stack = synthesise();

const queryRouteKeys = routes.flatMap((route) => methodsOf(route).map((method) => `${method} ${route.path}`));

const routesOf = (of: Synthesis, authorization: string) =>
  of
    .all('AWS::ApiGatewayV2::Route')
    .filter(({ Properties }) => Properties.AuthorizationType === authorization)
    .map(({ Properties }) => Properties.RouteKey);

describe('webhooks', () => {
  test('are open: each source has its route, and a name that is none has one too', () => {
    expect(routesOf(stack, 'NONE')).toEqual([
      'ANY /v1/webhooks/ses',
      'ANY /v1/webhooks/sendgrid',
      'ANY /v1/webhooks/socket-labs',
      'ANY /v1/webhooks/{source}',
    ]);
  });

  test('have a rate limit each', () => {
    const rate = (ThrottlingRateLimit: number) => ({
      ThrottlingRateLimit,
      ThrottlingBurstLimit: 2 * ThrottlingRateLimit,
    });
    expect(stack.one('AWS::ApiGatewayV2::Stage').Properties.RouteSettings).toEqual({
      'ANY /v1/webhooks/ses': rate(50),
      'ANY /v1/webhooks/sendgrid': rate(200),
      'ANY /v1/webhooks/socket-labs': rate(50),
      'ANY /v1/webhooks/{source}': rate(10),
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
    expect(synthesise({ config: { sources } }).all('AWS::Lambda::Permission')).toHaveLength(2);
  });
});

describe('query routes', () => {
  test('are for signed callers', () => {
    expect(routesOf(stack, 'AWS_IAM')).toEqual([...queryRouteKeys, 'ANY /{proxy+}']);
  });

  test('can be for the holders of an issuer’s tokens instead', () => {
    const jwt = { issuer: 'https://login.example.com/', audience: ['mail'] };
    const other = synthesise({ config: { sources: { ses: 'ses' }, access: { jwt } } });
    expect(routesOf(other, 'JWT')).toHaveLength(queryRouteKeys.length + 1);
    expect(routesOf(other, 'AWS_IAM')).toEqual([]);
    other.template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: jwt.issuer, Audience: jwt.audience },
    });
  });

  test('can be granted to a role, and webhooks with them are not', () => {
    const granted = synthesise({
      checked: false,
      beside: (other) => {
        other.ledger.grantQuery(
          new Role(other, 'Mailer', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') }),
        );
      },
    });
    const { Properties } = granted.one('AWS::IAM::Policy', 'Mailer');
    const policy = JSON.stringify(Properties.PolicyDocument);
    expect(policy).toContain('execute-api:Invoke');
    expect(policy).toContain('/POST/v1/check');
    expect(policy).not.toContain('webhooks');
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
