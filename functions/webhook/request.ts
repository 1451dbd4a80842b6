import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { WebhookRequest } from '../../shared/providers/provider.ts';

/** The request as the ESP made it: the exact bytes, and the URL that some ESPs sign. */
export function toWebhookRequest(event: APIGatewayProxyEventV2): WebhookRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers)) {
    if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  const host = headers.host ?? event.requestContext.domainName;
  const scheme = headers['x-forwarded-proto'] ?? 'https';
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  return {
    method: event.requestContext.http.method,
    url: `${scheme}://${host}${event.rawPath}${query}`,
    headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    receivedAt: Date.now(),
  };
}
