import type {
  Handshake,
  ParsedEvents,
  Provider,
  Verification,
  VerificationContext,
  WebhookRequest,
} from '../providers/provider.ts';
import { InvalidPayloadError, MAX_BODY_BYTES } from '../providers/provider.ts';

/** What a webhook turned out to be. `reason` and `fault` quote nothing of the request. */
export type Received =
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'refused'; readonly reason: string; readonly status: number }
  | { readonly outcome: 'handshake'; readonly handshake: Handshake; readonly verified: boolean | null }
  | { readonly outcome: 'unreadable'; readonly fault: string; readonly verified: boolean | null }
  | { readonly outcome: 'events'; readonly reading: ParsedEvents; readonly verified: boolean | null };

/**
 * The three moves, in their order: prove it is theirs, answer a handshake, read the events.
 * `context` null skips the proof: for measuring a reader, never for a webhook that is stored.
 */
export async function receive(
  provider: Provider,
  request: WebhookRequest,
  context: VerificationContext | null,
): Promise<Received> {
  if (request.body.length > MAX_BODY_BYTES) return { outcome: 'too-large' };
  const handshake = provider.handshake?.(request) ?? null;
  if (handshake?.beforeVerification) return { outcome: 'handshake', handshake: handshake, verified: null };
  const proof: Verification | null = context && (await provider.verify(request, context));
  if (proof && !proof.verified) {
    return { outcome: 'refused', reason: proof.reason, status: proof.status ?? 401 };
  }
  const verified = proof === null ? null : true;
  if (handshake) return { outcome: 'handshake', handshake: handshake, verified };
  try {
    return { outcome: 'events', reading: provider.parse(request), verified };
  } catch (error) {
    if (error instanceof InvalidPayloadError)
      return { outcome: 'unreadable', fault: error.message, verified };
    throw error;
  }
}
