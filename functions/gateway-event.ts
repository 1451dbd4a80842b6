/** API Gateway's HTTP API, payload format 2.0, as the query API's requests and responses. */
import type {
  APIGatewayEventRequestContextV2,
  APIGatewayProxyEventV2WithRequestContext,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import type { ApiRequest, ApiResponse } from '../shared/api/http.ts';

/** The context with what either authorizer adds to it. */
interface Context extends APIGatewayEventRequestContextV2 {
  readonly authorizer?: {
    readonly iam?: { readonly userArn?: string };
    readonly jwt?: { readonly claims?: Readonly<Partial<Record<string, string>>> };
  };
}

/** The event of a route behind an authorizer. */
export type GatewayEvent = APIGatewayProxyEventV2WithRequestContext<Context>;

/**
 * The request in the event. API Gateway has decoded path and parameters already: decoding here would turn `%41`, which
 * an address may hold, into another address. The query is decoded here, since its own form of it joins repeated names.
 */
export function toApiRequest(event: GatewayEvent): ApiRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers)) headers[name.toLowerCase()] = value ?? '';
  const parameters: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.pathParameters ?? {})) parameters[name] = value ?? '';
  const pairs = [...new URLSearchParams(event.rawQueryString)];
  const query = Object.fromEntries(pairs);
  const { authorizer, http } = event.requestContext;
  const claims = authorizer?.jwt?.claims;
  const caller = authorizer?.iam?.userArn ?? claims?.sub;
  return {
    method: http.method,
    routeKey: event.routeKey,
    path: event.rawPath,
    parameters,
    query,
    repeated: Object.keys(query).length < pairs.length,
    headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    ...(caller === undefined ? {} : { caller }),
    ...(claims ? { scopes: scopesOf(claims) } : {}),
  };
}

/** The claim `scope` (RFC 8693, 4.2), or `scp`; API Gateway writes a list as `[a b]`. */
function scopesOf({ scope, scp }: Readonly<Partial<Record<string, string>>>): readonly string[] {
  return (scope ?? scp ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter((name) => name !== '');
}

/** The response for API Gateway; bytes go in base64. */
export function toGatewayResult({ status, headers, body }: ApiResponse): APIGatewayProxyStructuredResultV2 {
  const result = { statusCode: status, headers: { ...headers } };
  return typeof body === 'string'
    ? { ...result, body }
    : { ...result, body: body.toString('base64'), isBase64Encoded: true };
}
