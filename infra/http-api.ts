import { Stack, Token } from 'aws-cdk-lib';
import { AccessLogField } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AccessLevel, ApiAccess } from '../shared/api/access.ts';
import { methodsOf, readingLevels } from '../shared/api/api.ts';
import { routes } from '../shared/api/routes.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';
import type { FunctionOptions } from './function-options.ts';
import { LambdaIntegration } from './lambda-integration.ts';
import { acknowledge } from './nag.ts';
import type { CustomDomain } from './props.ts';
import type { Manage, Query } from './query.ts';
import type { Webhook } from './webhook.ts';

/** Every other path and method: the query function answers with a problem document, 404 or 405. */
const CATCH_ALL = '/{proxy+}';

/** Requests a second, and how many may come at once. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** URLs of no source are answered 404, a few times a second. */
const UNKNOWN_WEBHOOKS: Throttle = { rateLimit: 10, burstLimit: 20 };

/**
 * The gateway counts rejected requests, too: it lets this many times a source's rate through, and the webhook function
 * limits verified requests by source and rejected ones by caller.
 */
const GATEWAY_RATE_FACTOR = 5;

/** Of each route without an authorizer: mailbox providers post one-click requests as mail is read. */
const PUBLIC: Throttle = { rateLimit: 50, burstLimit: 100 };

const WEBHOOKS = '/v1/webhooks';

export interface LedgerHttpApiProps {
  readonly settings: LedgerSettings;
  readonly alarms: Alarms;
  readonly webhook: Webhook;
  readonly query: Query;
  readonly manage: Manage;
  /** Limit of all callers together. */
  readonly queryThrottle: Throttle;
  readonly functions: FunctionOptions;
  readonly customDomain: CustomDomain | undefined;
  /** An existing authorizer instead of the configuration's. */
  readonly authorizer: IHttpRouteAuthorizer | undefined;
}

/**
 * The HTTP API. Each source has a route of its own, and so a rate limit of its own. Webhook routes have no authorizer:
 * the webhook function verifies them. Query routes are for SigV4-signed callers, or for the holders of an issuer's
 * tokens.
 */
export class LedgerHttpApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  readonly #customDomain: CustomDomain | undefined;
  readonly #access: ApiAccess;

  constructor(scope: Construct, id: string, props: LedgerHttpApiProps) {
    super(scope, id);
    const { settings, webhook, query, manage, functions, customDomain } = props;
    this.#customDomain = customDomain;

    this.api = new HttpApi(this, 'Api', {
      apiName: functions.namePrefix ?? functions.ledgerName,
      description: 'Bounce Ledger: webhooks of e-mail service providers, and queries of senders',
      ...(customDomain?.disableDefaultEndpoint && { disableExecuteApiEndpoint: true }),
      createDefaultStage: false,
    });

    const apiArn = this.#arn('*');
    const toWebhook = new LambdaIntegration('Webhook', webhook.lambda, apiArn);
    const throttles = new Map<string, Throttle>();
    // First the route that is always there: an integration gets its logical id from the route that first uses it.
    const webhookRoutes = [
      { id: 'UnknownWebhook', path: `${WEBHOOKS}/{proxy+}`, throttle: UNKNOWN_WEBHOOKS },
      ...settings.sources.map(({ name, ratePerSecond }) => ({
        id: `Source-${name}`,
        path: `${WEBHOOKS}/${name}/{key}`,
        throttle: {
          rateLimit: GATEWAY_RATE_FACTOR * ratePerSecond,
          burstLimit: 2 * GATEWAY_RATE_FACTOR * ratePerSecond,
        },
      })),
    ].map(({ id, path, throttle }) => {
      throttles.set(`ANY ${path}`, throttle);
      const route = this.#route(id, HttpMethod.ANY, path, toWebhook, new HttpNoneAuthorizer());
      acknowledge(
        route,
        'AwsSolutions-APIG4',
        'An ESP cannot sign for AWS: the webhook function checks the signature of the ESP instead, on the raw bytes.',
      );
      return route;
    });

    const access = settings.api;
    this.#access = access;
    const authorizer = props.authorizer ?? authorizerOf(access);
    const toQuery = new LambdaIntegration('Query', query.lambda, apiArn);
    const toManage = new LambdaIntegration('Manage', manage.lambda, apiArn);
    this.#route('CatchAll', HttpMethod.ANY, CATCH_ALL, toQuery, authorizer);
    const publicRoutes: HttpRoute[] = [];
    for (const { access: level, path, ...route } of routes) {
      const integration = readingLevels.includes(level) ? toQuery : toManage;
      for (const method of methodsOf(route)) {
        const id = `${method} ${path}`;
        if (level === 'public') {
          const open = this.#route(id, HttpMethod[method], path, integration, new HttpNoneAuthorizer());
          acknowledge(open, 'AwsSolutions-APIG4', 'The route itself verifies a signed token in its path.');
          throttles.set(id, PUBLIC);
          publicRoutes.push(open);
        } else {
          this.#route(id, HttpMethod[method], path, integration, authorizer, scopesOf(access, level));
        }
      }
    }

    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: functions.logRetention,
      removalPolicy: functions.logRemovalPolicy,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: props.queryThrottle,
    });
    completeStage(this.stage, throttles, accessLog);
    // A stage that names a route before it exists is refused.
    this.stage.node.addDependency(...webhookRoutes, ...publicRoutes);
    if (customDomain) {
      new ApiMapping(this, 'Mapping', {
        api: this.api,
        domainName: customDomain.domainName,
        stage: this.stage,
        ...(customDomain.path !== undefined && { apiMappingKey: customDomain.path }),
      });
    }

    props.alarms.addAlarm(this, 'ServerErrors', {
      metric: this.stage.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
      threshold: 1,
      description: 'The API answered 5xx: ESPs will retry their webhooks, queries were not answered.',
      runbook: 'The API answers 5xx',
    });
  }

  /** Base URL without a slash at its end: that of the custom domain where there is one. */
  get url(): string {
    if (this.#customDomain === undefined) return this.api.apiEndpoint;
    const { domainName, path } = this.#customDomain;
    return `https://${domainName.name}${path === undefined ? '' : `/${path}`}`;
  }

  /** The URL of a source's webhook without its last part, the key: `bounce-ledger sources list` shows it whole. */
  webhookBaseUrl(source: string): string {
    return `${this.url}${WEBHOOKS}/${source}`;
  }

  /**
   * Lets a principal of the account call the routes of an access level; only where callers sign with SigV4.
   *
   * @throws Error for a principal of another account: HTTP APIs have no resource policy that would admit it
   * @throws Error where callers have tokens: the issuer grants their scopes
   */
  grant(grantee: IGrantable, level: AccessLevel): Grant {
    if (this.#access !== 'iam') {
      throw new Error(
        `Callers of this API have tokens: let ${this.#access.issuer} grant the scope of "${level}".`,
      );
    }
    const { principalAccount } = grantee.grantPrincipal;
    const { account } = Stack.of(this);
    if (
      principalAccount !== undefined &&
      !Token.isUnresolved(principalAccount) &&
      principalAccount !== account &&
      (!Token.isUnresolved(account) || grantee.grantPrincipal.policyFragment.principalJson.AWS !== undefined)
    ) {
      throw new Error(
        `Cannot grant "${level}": ${principalAccount} is another account, and HTTP APIs have no resource policy. Let it assume a role of this account, or use "api: { jwt }".`,
      );
    }
    return Grant.addToPrincipal({
      grantee,
      actions: ['execute-api:Invoke'],
      resourceArns: arnPatterns(level).map((pattern) => this.#arn(pattern)),
    });
  }

  /** @param pattern Stage, method and path */
  #arn(pattern: string): string {
    return Stack.of(this).formatArn({
      service: 'execute-api',
      resource: this.api.apiId,
      resourceName: pattern,
    });
  }

  #route(
    id: string,
    method: HttpMethod,
    path: string,
    integration: LambdaIntegration,
    authorizer: IHttpRouteAuthorizer,
    authorizationScopes: readonly string[] = [],
  ): HttpRoute {
    return new HttpRoute(this, id, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method),
      integration,
      authorizer,
      ...(authorizationScopes.length > 0 && { authorizationScopes: [...authorizationScopes] }),
    });
  }
}

/**
 * What an IAM policy names to grant a level, behind `arn:aws:execute-api:<region>:<account>:<api>/`: stage, method and
 * path of each of its routes.
 * @example
 * arnPatterns('erase'); // ['$default/DELETE/v1/addresses/*']
 */
export function arnPatterns(level: AccessLevel): readonly string[] {
  return routes
    .filter(({ access }) => access === level)
    .flatMap((route) =>
      methodsOf(route).map((method) => `$default/${method}${route.path.replaceAll(/\{[^}]*\}/g, '*')}`),
    );
}

/** The scopes that let a token through to a level. Where the level has none the function refuses every token besides. */
function scopesOf(access: ApiAccess, level: AccessLevel): readonly string[] {
  return access === 'iam' ? [] : [access.scopes[level] ?? UNGRANTED];
}

const UNGRANTED = 'bounce-ledger/not-granted';

function authorizerOf(access: ApiAccess): IHttpRouteAuthorizer {
  if (access === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Token', access.issuer, { jwtAudience: [...access.audience] });
}

/** The route's key and never its path: the path of a question holds the address it asks about. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  time: AccessLogField.contextRequestTime(),
  requestId: AccessLogField.contextRequestId(),
  route: '$context.routeKey',
  status: AccessLogField.contextStatus(),
  fault: AccessLogField.contextErrorMessage(),
  integrationStatus: AccessLogField.contextIntegrationStatus(),
  latency: AccessLogField.contextResponseLatency(),
  bytes: AccessLogField.contextResponseLength(),
  ip: AccessLogField.contextIdentitySourceIp(),
});

/** The stage's construct has one throttle for all routes, and in older releases no access log; CloudFormation has both. */
function completeStage(
  stage: HttpStage,
  throttles: ReadonlyMap<string, Throttle>,
  accessLog: LogGroup,
): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof CfnStage))
    throw new Error('HttpStage has no CfnStage: this release of aws-cdk-lib is not supported.');
  resource.routeSettings = Object.fromEntries(
    [...throttles].map(([key, { rateLimit, burstLimit }]) => [
      key,
      { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    ]),
  );
  resource.accessLogSettings = { destinationArn: accessLog.logGroupArn, format: ACCESS_LOG_FORMAT };
}
