/** A request as API Gateway's HTTP API hands it to a function: payload format 2.0. */
import { isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { accountId } from '../account.ts';
import type { Match } from './routes.ts';

/** API Gateway passes these as text, everything else as base64. */
const textual = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;

/** What an event takes from a request. */
export type EventRequest = Pick<IncomingMessage, 'method' | 'headersDistinct' | 'httpVersion'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
};

/**
 * @param path the URL's path, decoded
 * @param authorizerContext what the route's authorizer adds to the request's context
 */
export function toEvent(
  request: EventRequest,
  url: URL,
  path: string,
  match: Match,
  body: Buffer,
  authorizerContext: object,
): APIGatewayProxyEventV2 {
  const { cookie, ...headers } = headersOf(request);
  const asText =
    textual.test(headers['content-type'] ?? 'text/plain') && !headers['content-encoding'] && isUtf8(body);
  const now = new Date();
  const parameters = queryOf(url);
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/;\s*/) }),
    headers: {
      ...headers,
      'x-forwarded-proto': 'http',
      'x-forwarded-for': request.socket.remoteAddress ?? '',
    },
    ...(parameters === null ? {} : { queryStringParameters: parameters }),
    ...(Object.keys(match.pathParameters).length === 0
      ? {}
      : { pathParameters: { ...match.pathParameters } }),
    requestContext: {
      accountId,
      apiId: 'local',
      domainName: headers.host ?? '127.0.0.1',
      domainPrefix: 'local',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: match.route.key,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
      ...authorizerContext,
    },
    ...(body.length === 0 ? {} : { body: body.toString(asText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !asText,
  };
}

/** Lower-case names, repeated headers joined by commas. */
function headersOf(request: EventRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (values !== undefined) headers[name] = values.join(',');
  }
  return headers;
}

function queryOf(url: URL): Record<string, string> | null {
  const parameters: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    const earlier = parameters[name];
    parameters[name] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return url.search.length > 1 ? parameters : null;
}
