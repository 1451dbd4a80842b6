import type { ReportedEvent } from '../events/event.ts';

/** The largest body a webhook may have: what an invocation of a function takes. */
export const MAX_BODY_MEGABYTES = 6;
export const MAX_BODY_BYTES = MAX_BODY_MEGABYTES * 1_048_576;

/** Bytes that each event of a body may have on average: no ESP's event comes near it. */
export const MAX_EVENT_BYTES = 1_048_576;

/** A webhook request as it arrived, without a framework. */
export interface WebhookRequest {
  readonly method: string;
  /** The full URL as the ESP called it, query included: some ESPs sign it. */
  readonly url: string;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes: most signatures cover them. */
  readonly body: Buffer;
  /** When it arrived, milliseconds since 1970: the one timestamp of receipt, which the delivery takes over. */
  readonly receivedAt: number;
}

/** The part of a request or a delivery that holds the events. */
export interface Payload {
  /** The media type as stated (RFC 9110, 8.3); empty where there was none. */
  readonly contentType: string;
  readonly body: Buffer;
}

/** What reaches the processor, by whichever way: a webhook, a notification of SES, a row of an import. */
export interface Delivery extends Payload {
  /** The operator's name for the webhook. */
  readonly source: string;
  readonly provider: string;
  /** When it arrived, milliseconds since 1970: the time of an event whose ESP states none. */
  readonly receivedAt: number;
  /** The headers that `Provider.retainedHeaders` names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What verification may need beside the request. */
export interface VerificationContext {
  /** Live secrets, newest first: one, or two during a rotation. With none, nothing that needs a secret is verified. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970; injected so that stale timestamps can be tested. */
  readonly now: number;
  /** SNS topic ARNs the operator listed; null checks none (only where nothing is stored). */
  readonly topics: readonly string[] | null;
  /** The PEM certificate at a URL that has already been pinned to its host; rejects when it cannot be fetched. */
  readonly certificate: (url: string) => Promise<string>;
}

/** `reason` is for the operator's log: it names the check that failed and quotes nothing of the request. */
export type Verification =
  | { readonly verified: true }
  | {
      readonly verified: false;
      readonly reason: string;
      /**
       * The HTTP status that makes this ESP stop.
       * @default 401
       */
      readonly status?: number;
    };

/** The response an ESP expects while a webhook is set up. `confirm` is a pinned URL to GET before responding. */
export interface Handshake {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON when an object, text when a string. */
  readonly body?: unknown;
  readonly confirm?: string;
  /** Answered before verification: a plain GET or OPTIONS that carries no signature. */
  readonly beforeVerification?: boolean;
}

/** One entry of a batch that could not be parsed: it is kept raw, and its siblings go through. */
export interface InvalidEntry {
  readonly index: number;
  /** What is wrong; quotes no address. */
  readonly issue: string;
}

/** A mail that the ESP received for the operator and passes on: a returned message, or anything else. */
export interface ReceivedMail {
  /** The mail, or where it is stored. */
  readonly content: Buffer | { readonly bucket: string; readonly key: string };
  /** The envelope's recipients (RFC 5321, RCPT TO), of which one may be a signed return path. */
  readonly recipients: readonly string[];
  readonly verdicts: MailVerdicts;
}

/** What the ESP found when it received a mail, in the words of SES: `PASS`, `FAIL`, `GRAY`, ... */
export interface MailVerdicts {
  readonly spam?: string;
  readonly virus?: string;
  readonly dkim?: string;
  readonly dmarc?: string;
}

export interface ParsedEvents {
  readonly events: readonly ReportedEvent[];
  readonly invalid: readonly InvalidEntry[];
  /** Mails inside the delivery, for the mail reader. */
  readonly mails?: readonly ReceivedMail[];
}

/** The body is not what this ESP sends. The message is for a problem document; it quotes no address. */
export class InvalidPayloadError extends Error {
  override readonly name = 'InvalidPayloadError';
}

/** What becomes of a delivery's body. See `parser` in `parsing/parser.ts`, which makes both. */
export interface Parser {
  /**
   * The events of a delivery. No event names an address that is not in it.
   * @throws InvalidPayloadError when the body is not what this ESP sends
   */
  parse(delivery: Delivery): ParsedEvents;
  /**
   * How many entries the body holds, of which one at least can be parsed. It parses no more than it needs to know that:
   * the webhook responds 400 to a body that is not the ESP's, and leaves the rest to the processor.
   * @throws InvalidPayloadError as `parse` does
   */
  countEntries(delivery: Delivery): number;
}

/** One ESP. Three steps, in this order: verify that the request is the ESP's, respond to a handshake, parse the events. */
export interface Provider extends Parser {
  readonly name: string;
  /** As people write it: `Twilio SendGrid`. */
  readonly title: string;
  /**
   * Its management API (`api.ts`) takes an API key: the stack can check its webhook and keep its list in step.
   * @default false
   */
  readonly takesApiKey?: boolean;
  /**
   * Its management API takes AWS credentials: the stack can keep its list in step by the role of a function.
   * @default false
   */
  readonly takesAwsCredentials?: boolean;
  verify(request: WebhookRequest, context: VerificationContext): Verification | Promise<Verification>;
  handshake?(request: WebhookRequest): Handshake | null;
  /**
   * The part of a request that holds the events, without the live secrets of the source.
   * @default the body
   */
  payload?(request: WebhookRequest, secrets: readonly string[]): Payload;
  /**
   * For how many hours the ESP tries to deliver an event, as it documents it.
   * @default not documented
   */
  readonly retryHours?: number;
  /** Headers that the parser needs beside the body; they travel with it through queue and archive. */
  readonly retainedHeaders?: readonly string[];
}

/**
 * Declares a provider and keeps its name as a literal type, from which `ProviderName` derives.
 *
 * @example
 * export const acme = defineProvider({ name: 'acme', title: 'Acme Mail', verify, ...parser(parseEntries, parseEvent) });
 */
export function defineProvider<const Name extends string>(
  provider: Provider & { readonly name: Name },
): Provider & { readonly name: Name } {
  return provider;
}
