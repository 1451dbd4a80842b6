import type { WebhookRequest } from '../provider.ts';

/** A header's value without white space around it, or undefined where it is missing. `name` is in lower case. */
export function header(request: WebhookRequest, name: string): string | undefined {
  return Object.hasOwn(request.headers, name) ? request.headers[name]?.trim() : undefined;
}
