import type {
  Handshake,
  Proof,
  ProofContext,
  Provider,
  Reading,
  WebhookRequest,
} from '../providers/provider.ts';
import { LARGEST_BODY, UnreadableBody } from '../providers/provider.ts';

/** What a webhook turned out to be. `reason` and `fault` quote nothing of the request. */
export type Received =
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'refused'; readonly reason: string; readonly status: number }
  | { readonly outcome: 'handshake'; readonly handshake: Handshake; readonly genuine: boolean | null }
  | { readonly outcome: 'unreadable'; readonly fault: string; readonly genuine: boolean | null }
  | { readonly outcome: 'events'; readonly reading: Reading; readonly genuine: boolean | null };

/**
 * The three moves, in their order: prove it is theirs, answer a handshake, read the events.
 * `context` null skips the proof: for measuring a reader, never for a webhook that is stored.
 */
export async function receive(
  provider: Provider,
  request: WebhookRequest,
  context: ProofContext | null,
): Promise<Received> {
  if (request.body.length > LARGEST_BODY) return { outcome: 'too-large' };
  const greeting = provider.greet?.(request) ?? null;
  if (greeting?.unproven) return { outcome: 'handshake', handshake: greeting, genuine: null };
  const proof: Proof | null = context && (await provider.prove(request, context));
  if (proof && !proof.genuine) {
    return { outcome: 'refused', reason: proof.reason, status: proof.status ?? 401 };
  }
  const genuine = proof === null ? null : true;
  if (greeting) return { outcome: 'handshake', handshake: greeting, genuine };
  try {
    return { outcome: 'events', reading: provider.read(request), genuine };
  } catch (error) {
    if (error instanceof UnreadableBody) return { outcome: 'unreadable', fault: error.message, genuine };
    throw error;
  }
}
