import { blankSecrets } from './blank-secrets.ts';
import type { Delivery, Payload, Provider, WebhookRequest } from './provider.ts';
import { header } from './signature/headers.ts';

/** The body of a request with its media type. */
export function payloadOf(request: WebhookRequest): Payload {
  return { contentType: header(request, 'content-type') ?? '', body: request.body };
}

/** Headers that carry credentials: never retained, whatever a provider names. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * The delivery that a request makes: its payload, and of its headers those the parser needs.
 *
 * @param secrets the live secrets of the source and the keys of its URL, which stay behind
 */
export function toDelivery(
  provider: Provider,
  source: string,
  request: WebhookRequest,
  secrets: readonly string[] = [],
): Delivery {
  const headers: Record<string, string> = {};
  for (const name of provider.retainedHeaders ?? []) {
    const value = header(request, name);
    if (value !== undefined && !SECRET_HEADERS.has(name)) headers[name] = value;
  }
  const { contentType, body } = provider.payload?.(request, secrets) ?? payloadOf(request);
  return {
    source,
    provider: provider.name,
    receivedAt: request.receivedAt,
    contentType,
    headers,
    body: blankSecrets(body, secrets),
  };
}
