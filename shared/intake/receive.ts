import { toDelivery } from '../providers/delivery.ts';
import type {
  Delivery,
  Handshake,
  Provider,
  Verification,
  VerificationContext,
  WebhookRequest,
} from '../providers/provider.ts';
import { InvalidPayloadError, MAX_BODY_BYTES } from '../providers/provider.ts';

/** What a request turned out to be. `reason` and `issue` quote nothing of it. */
export type Received =
  | { readonly outcome: 'too-large' }
  | { readonly outcome: 'rejected'; readonly reason: string; readonly status: number }
  | { readonly outcome: 'handshake'; readonly handshake: Handshake; readonly verified: boolean | null }
  | { readonly outcome: 'invalid'; readonly issue: string; readonly verified: boolean | null }
  | {
      readonly outcome: 'delivery';
      readonly delivery: Delivery;
      /** Entries in the body, of which one at least can be parsed. */
      readonly entries: number;
      readonly verified: boolean | null;
    };

/**
 * The three steps, in their order: verify that the request is the ESP's, respond to a handshake, take the delivery.
 *
 * @param context null skips verification: for measuring a parser, never for a webhook that is stored
 * @param blanked what the delivery must not hold: the live secrets, the keys of the URL
 */
export async function receive(
  provider: Provider,
  source: string,
  request: WebhookRequest,
  context: VerificationContext | null,
  blanked: readonly string[] = context?.secrets ?? [],
): Promise<Received> {
  if (request.body.length > MAX_BODY_BYTES) return { outcome: 'too-large' };
  // What is answered unverified has no body: a request with one is verified before anything parses it.
  const early = request.body.length === 0 ? provider.handshake?.(request) : null;
  if (early?.beforeVerification) return { outcome: 'handshake', handshake: early, verified: null };
  const verification: Verification | null = context && (await provider.verify(request, context));
  if (verification && !verification.verified) {
    return { outcome: 'rejected', reason: verification.reason, status: verification.status ?? 401 };
  }
  const verified = verification === null ? null : true;
  const handshake = early ?? provider.handshake?.(request);
  if (handshake) return { outcome: 'handshake', handshake, verified };
  try {
    const delivery = toDelivery(provider, source, request, blanked);
    return { outcome: 'delivery', delivery, entries: provider.countEntries(delivery), verified };
  } catch (error) {
    if (error instanceof InvalidPayloadError) return { outcome: 'invalid', issue: error.message, verified };
    throw error;
  }
}
