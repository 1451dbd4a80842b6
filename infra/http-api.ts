import { Stack, Token } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
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
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { methodsOf } from '../shared/api/api.ts';
import { routes } from '../shared/api/routes.ts';
import type { LedgerSettings } from '../shared/config/settings.ts';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';
import type { FunctionOptions } from './function-options.ts';
import { acknowledge } from './nag.ts';
import type { CustomDomain } from './props.ts';
import type { Query } from './query.ts';
import type { Webhook } from './webhook.ts';

/** Every other path and method: the query function answers with a problem document, 404 or 405. */
const CATCH_ALL = '/{proxy+}';

/** Requests a second, and how many may come at once. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

/** Names of no source are answered 404, a few times a second. */
const UNKNOWN_SOURCES: Throttle = { rateLimit: 10, burstLimit: 20 };

const WEBHOOKS = '/v1/webhooks';

export interface LedgerHttpApiProps {
  readonly settings: LedgerSettings;
  readonly alarms: Alarms;
  readonly webhook: Webhook;
  readonly query: Query;
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
  readonly #queryRoutes: readonly HttpRoute[];

  constructor(scope: Construct, id: string, props: LedgerHttpApiProps) {
    super(scope, id);
    const { settings, webhook, query, functions, customDomain } = props;
    this.#customDomain = customDomain;

    this.api = new HttpApi(this, 'Api', {
      apiName: functions.namePrefix ?? functions.ledgerName,
      description: 'Bounce Ledger: webhooks of e-mail service providers, and queries of senders',
      ...(customDomain?.disableDefaultEndpoint && { disableExecuteApiEndpoint: true }),
      createDefaultStage: false,
    });

    // One permission for all routes: a function's policy has room for some sixty of them.
    const toWebhook = new HttpLambdaIntegration('Webhook', webhook.lambda, { scopePermissionToRoute: false });
    const throttles = new Map<string, Throttle>();
    const webhookRoutes = [
      ...settings.sources.map(({ name, ratePerSecond }) => ({
        id: `Source-${name}`,
        path: `${WEBHOOKS}/${name}`,
        throttle: { rateLimit: ratePerSecond, burstLimit: 2 * ratePerSecond },
      })),
      { id: 'UnknownSource', path: `${WEBHOOKS}/{source}`, throttle: UNKNOWN_SOURCES },
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

    const authorizer = props.authorizer ?? authorizerOf(settings.access);
    const toQuery = new HttpLambdaIntegration('Query', query.lambda, { scopePermissionToRoute: false });
    this.#queryRoutes = routes.flatMap((route) =>
      methodsOf(route).map((method) =>
        this.#route(`${method} ${route.path}`, HttpMethod[method], route.path, toQuery, authorizer),
      ),
    );
    this.#route('CatchAll', HttpMethod.ANY, CATCH_ALL, toQuery, authorizer);

    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: functions.logRetention,
      removalPolicy: functions.logRemovalPolicy,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      throttle: props.queryThrottle,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog), format: ACCESS_LOG_FORMAT },
    });
    throttleRoutes(this.stage, throttles);
    // A stage that names a route before it exists is refused.
    this.stage.node.addDependency(...webhookRoutes);
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

  /** The URL to enter in an ESP's console. */
  webhookUrl(source: string): string {
    return `${this.url}${WEBHOOKS}/${source}`;
  }

  /**
   * Lets a principal of the account call the query routes; only where they are behind IAM.
   *
   * @throws Error for a principal of another account: HTTP APIs have no resource policy that would admit it
   */
  grantQuery(grantee: IGrantable): void {
    const { principalAccount } = grantee.grantPrincipal;
    const { account } = Stack.of(this);
    if (
      principalAccount !== undefined &&
      !Token.isUnresolved(principalAccount) &&
      principalAccount !== account &&
      (!Token.isUnresolved(account) || grantee.grantPrincipal.policyFragment.principalJson.AWS !== undefined)
    ) {
      throw new Error(
        `grantQuery: ${principalAccount} is another account, and HTTP APIs have no resource policy. Let it assume a role of this account, or use "access: { jwt }".`,
      );
    }
    for (const route of this.#queryRoutes) route.grantInvoke(grantee);
  }

  #route(
    id: string,
    method: HttpMethod,
    path: string,
    integration: HttpLambdaIntegration,
    authorizer: IHttpRouteAuthorizer,
  ): HttpRoute {
    return new HttpRoute(this, id, {
      httpApi: this.api,
      routeKey: HttpRouteKey.with(path, method),
      integration,
      authorizer,
    });
  }
}

function authorizerOf(access: LedgerSettings['access']): IHttpRouteAuthorizer {
  if (access === 'iam') return new HttpIamAuthorizer();
  return new HttpJwtAuthorizer('Token', access.issuer, { jwtAudience: [...access.audience] });
}

/** The route's key and never its path: the path of a question holds the address it asks about. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    time: AccessLogField.contextRequestTime(),
    requestId: AccessLogField.contextRequestId(),
    route: '$context.routeKey',
    status: AccessLogField.contextStatus(),
    fault: AccessLogField.contextErrorMessage(),
    integrationStatus: AccessLogField.contextIntegrationStatus(),
    latency: AccessLogField.contextResponseLatency(),
    bytes: AccessLogField.contextResponseLength(),
    ip: AccessLogField.contextIdentitySourceIp(),
  }),
);

/** The stage's construct has one throttle for all routes; CloudFormation has one for each. */
function throttleRoutes(stage: HttpStage, throttles: ReadonlyMap<string, Throttle>): void {
  const resource = stage.node.defaultChild;
  if (!(resource instanceof CfnStage))
    throw new Error('HttpStage has no CfnStage: this release of aws-cdk-lib is not supported.');
  resource.routeSettings = Object.fromEntries(
    [...throttles].map(([key, { rateLimit, burstLimit }]) => [
      key,
      { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    ]),
  );
}
