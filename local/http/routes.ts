/** Which route of an HTTP API a request takes: API Gateway's own order, the most specific first. */
import * as v from 'valibot';
import type { Template } from '../template.ts';

type AuthorizationType = 'none' | 'iam' | 'jwt';

export interface Route {
  /** As the template has it: `GET /v1/addresses/{address}`, or `$default`. */
  readonly key: string;
  readonly functionId: string;
  readonly authorization: AuthorizationType;
  /** A token needs one of these; any token will do where there are none. */
  readonly scopes: readonly string[];
  /** Of the JWT authorizer; empty for others. */
  readonly issuer: string;
  readonly audience: readonly string[];
}

export interface Match {
  readonly route: Route;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** `path` decoded: API Gateway decodes a path before it chooses the route, so that `%2F` separates segments. */
export type Router = (method: string, path: string) => Match | null;

/** The methods that a route of an HTTP API may have; `ANY` is all of them. Others never reach a function. */
export const routableMethods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;

const routeSchema = v.object({
  RouteKey: v.string(),
  Target: v.string(),
  AuthorizationType: v.optional(v.string(), 'NONE'),
  AuthorizationScopes: v.optional(v.array(v.string()), []),
});
const authorizerSchema = v.object({
  AuthorizerType: v.string(),
  JwtConfiguration: v.optional(v.object({ Issuer: v.string(), Audience: v.array(v.string()) })),
});
const integrationSchema = v.object({ IntegrationUri: v.string() });
const authorizations: Readonly<Record<string, AuthorizationType>> = {
  NONE: 'none',
  AWS_IAM: 'iam',
  JWT: 'jwt',
};

/** The routes of the template's HTTP API, each with the function behind it. */
export function routesOf(template: Template): readonly Route[] {
  const functions = template
    .ofType('AWS::Lambda::Function')
    .map(({ id }) => ({ id, arn: template.arnOf(id) }));
  // The construct has one authorizer for all routes that have one.
  const [authorizer] = template
    .ofType('AWS::ApiGatewayV2::Authorizer')
    .map(({ properties }) => v.parse(authorizerSchema, properties).JwtConfiguration);
  return template.ofType('AWS::ApiGatewayV2::Route').map(({ id, properties }) => {
    const route = v.parse(routeSchema, properties);
    const integrationId = route.Target.replace(/^integrations\//, '');
    const integration = template
      .ofType('AWS::ApiGatewayV2::Integration')
      .find((one) => one.id === integrationId);
    const uri = v.parse(integrationSchema, integration?.properties).IntegrationUri;
    const target = functions.find(({ arn }) => uri === arn || uri.includes(`${arn}/`));
    if (target === undefined) throw new Error(`The route ${id} leads to no function of the template.`);
    return {
      key: route.RouteKey,
      functionId: target.id,
      authorization: authorizations[route.AuthorizationType] ?? 'none',
      scopes: route.AuthorizationScopes,
      issuer: authorizer?.Issuer ?? '',
      audience: authorizer?.Audience ?? [],
    };
  });
}

/**
 * A path as API Gateway hands it on, percent-decoded once; null where it is malformed, which the gateway refuses.
 *
 * The documentation of HTTP APIs says that parameters are decoded before they are passed on. Events that were recorded
 * on AWS show that it goes further with what is left of `%25` and `%3F`: see docs/reference/http-api.md.
 */
export function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

interface Pattern {
  readonly route: Route;
  readonly method: string;
  readonly path: RegExp;
  /** Per segment: 0 literal, 1 parameter, 2 greedy; then 1 for ANY. Lower goes first. */
  readonly rank: string;
}

export function createRouter(routes: readonly Route[]): Router {
  const patterns = routes
    .filter((route) => route.key !== '$default')
    .map(patternOf)
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const fallback = routes.find((route) => route.key === '$default');
  return (method, path) => {
    for (const { route, method: expected, path: pattern } of patterns) {
      if (expected !== 'ANY' && expected !== method) continue;
      const found = pattern.exec(path);
      if (found) return { route, pathParameters: { ...found.groups } };
    }
    return fallback === undefined ? null : { route: fallback, pathParameters: {} };
  };
}

function patternOf(route: Route): Pattern {
  const [method = 'ANY', path = '/'] = route.key.split(' ');
  const segments = path.split('/').slice(1);
  const source = segments.map((segment) => {
    const name = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (name === null) return segment.replace(/[^\w~-]/g, '\\$&');
    return name[2] === '+' ? `(?<${name[1]}>.+)` : `(?<${name[1]}>[^/]+)`;
  });
  const ranks = segments.map((segment) => (segment.endsWith('+}') ? 2 : segment.startsWith('{') ? 1 : 0));
  return {
    route,
    method,
    path: new RegExp(`^/${source.join('/')}$`, 's'),
    rank: `${ranks.join('')}${method === 'ANY' ? 1 : 0}`,
  };
}
