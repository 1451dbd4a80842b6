import type { ReportedEvent } from '../events/event.ts';

/** The largest body a webhook may have, bytes: 1 MB. */
export const MAX_BODY_BYTES = 1_048_576;

/** A webhook as it came, framework-free. Header names are lower case; the body is the exact bytes received. */
export interface WebhookRequest {
  readonly method: string;
  /** The full URL as the ESP called it, query included: some ESPs sign it. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds since 1970 when it came in: the time of an event whose ESP gives none. */
  readonly receivedAt: number;
}

/** What a proof may need beside the request. */
export interface VerificationContext {
  /** Live secrets, newest first: one, or two during a rotation. With none, no proof that needs a secret passes. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970; injected so that stale timestamps can be tested. */
  readonly now: number;
  /** SNS topic ARNs the operator listed; null checks none (only where nothing is stored). */
  readonly topics: readonly string[] | null;
  /** The PEM certificate at a URL that has already been pinned to its host; rejects when it cannot be had. */
  readonly certificate: (url: string) => Promise<string>;
  /** The caller's address, for allow-lists. */
  readonly ip?: string;
  /** Address ranges the operator allows for a source that signs nothing; null checks none. */
  readonly allow?: readonly string[] | null;
}

/** `reason` is for the operator's log: it names the check that failed and quotes nothing of the request. */
export type Verification =
  | { readonly verified: true }
  | {
      readonly verified: false;
      readonly reason: string;
      /** The HTTP status this ESP needs to hear in order to stop; 401 unless told. */
      readonly status?: number;
    };

/** The answer an ESP wants while a webhook is set up. `confirm` is a pinned URL to GET before answering. */
export interface Handshake {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON when an object, text when a string. */
  readonly body?: unknown;
  readonly confirm?: string;
  /** Answered before verification: a plain GET or OPTIONS that carries no signature. */
  readonly beforeVerification?: boolean;
}

/** One entry of a batch that could not be read: kept raw, its siblings go through. */
export interface InvalidEntry {
  readonly index: number;
  /** Names the fault; quotes no address. */
  readonly fault: string;
}

export interface ParsedEvents {
  readonly events: readonly ReportedEvent[];
  readonly invalid: readonly InvalidEntry[];
}

/** The body is not what this ESP sends. `fault` names the fault for a problem document; it quotes no address. */
export class InvalidPayloadError extends Error {
  override readonly name = 'InvalidPayloadError';
}

/**
 * One ESP. Three moves, always in this order: prove it is theirs, answer a handshake, read the events.
 * A reader never throws anything but InvalidPayloadError, and yields no address that is not in the body.
 */
export interface Provider {
  readonly name: string;
  /** As people write it: `Twilio SendGrid`. */
  readonly title: string;
  /** Event ids are unique within a family; `ses` and `ses-eventbridge` share one. Default: the name. */
  readonly family?: string;
  verify(request: WebhookRequest, context: VerificationContext): Verification | Promise<Verification>;
  handshake?(request: WebhookRequest): Handshake | null;
  parse(request: WebhookRequest): ParsedEvents;
  /** Headers that the reader needs beside the body; they travel with it through queue and archive. */
  readonly retainedHeaders?: readonly string[];
}

/**
 * Declares a provider and keeps its name as a literal type, from which `ProviderName` derives.
 *
 * @example
 * export const acme = defineProvider({ name: 'acme', title: 'Acme Mail', verify, parse });
 */
export function defineProvider<const Name extends string>(
  provider: Provider & { readonly name: Name },
): Provider & { readonly name: Name } {
  return provider;
}
