import type { Handshake, WebhookRequest } from './provider.ts';

/** Some ESPs GET a URL before they save it, and want it to answer. There is nothing to verify in that. */
export function urlCheckHandshake(request: WebhookRequest): Handshake | null {
  const isCheck = request.method === 'GET' || request.method === 'HEAD';
  return isCheck ? { status: 200, beforeVerification: true } : null;
}
