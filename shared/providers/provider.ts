import type { ReportedEvent } from '../events/event.ts';

/** The largest body a webhook may have, bytes: 1 MB. */
export const LARGEST_BODY = 1_048_576;

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
export interface ProofContext {
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
export type Proof =
  | { readonly genuine: true }
  | {
      readonly genuine: false;
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
}

/** A handshake that is answered before any proof (a plain GET, an OPTIONS) is marked `unproven`. */
export type Greeting = Handshake & { readonly unproven?: boolean };

/** One entry of a batch that could not be read: kept raw, its siblings go through. */
export interface BrokenEntry {
  readonly index: number;
  /** Names the fault; quotes no address. */
  readonly fault: string;
}

export interface Reading {
  readonly events: readonly ReportedEvent[];
  readonly broken: readonly BrokenEntry[];
}

/** The body is not what this ESP sends. `fault` names the fault for a problem document; it quotes no address. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';
}

/** How an operator sets the webhook up; the documentation pages and `sources add` are made from it. */
export interface ConsoleGuide {
  /** The page in the ESP's console, as a path of menu names. */
  readonly where: string;
  /** The events to tick, as the console names them. */
  readonly tick: readonly string[];
  /** What to paste or copy, and in which direction the secret travels. */
  readonly secret:
    | { readonly from: 'esp'; readonly field: string }
    | { readonly from: 'us'; readonly how: 'basic' | 'url' | 'header' | 'field'; readonly field: string };
  /** How a request is shown to be the ESP's: what is signed and how, and where the signature or the secret stands. */
  readonly proof: string;
  /** The documentation this file follows. */
  readonly documents: readonly string[];
  /** What to know before relying on it: open questions, gaps of the ESP's scheme. */
  readonly notes?: readonly string[];
}

/**
 * One ESP. Three moves, always in this order: prove it is theirs, answer a handshake, read the events.
 * A reader never throws anything but UnreadableBody, and yields no address that is not in the body.
 */
export interface Provider {
  readonly name: string;
  /** As people write it: `Twilio SendGrid`. */
  readonly title: string;
  /** Event ids are unique within a family; `ses` and `ses-eventbridge` share one. Default: the name. */
  readonly family?: string;
  prove(request: WebhookRequest, context: ProofContext): Proof | Promise<Proof>;
  greet?(request: WebhookRequest): Greeting | null;
  read(request: WebhookRequest): Reading;
  readonly guide: ConsoleGuide;
  /** Headers that the reader needs beside the body; they travel with it through queue and archive. */
  readonly keepHeaders?: readonly string[];
}
