import type { EventKind } from '../../events/event.ts';
import type { WebhookRequest } from '../provider.ts';

/** Whom a sample event is about. */
export interface SampleSubject {
  readonly address: string;
  /** Distinguishes events; the same id twice is the same event. */
  readonly id: string;
  /** When it happened, milliseconds since 1970. */
  readonly at: number;
}

/** What a sample is signed with. */
export interface SampleKey {
  /** The source's URL, without a secret in it. */
  readonly url: string;
  readonly secret: string;
  /** PEM, for the ESPs that sign with a key pair. */
  readonly privateKey?: string;
  /** SNS only. */
  readonly topicArn?: string;
  /** The clock the signature is made at, milliseconds since 1970. */
  readonly at: number;
}

/** A documented event of an ESP, as it would send it. */
export interface Sample {
  /** The ESP's own name for it, in words fit for a command line: `bounce`, `blocked`, `spam-report`. */
  readonly name: string;
  readonly kind: EventKind;
  /** One event's part of the body. */
  readonly entry: (subject: SampleSubject) => unknown;
}

/** What `trigger`, the local host and the tests send in an ESP's name: documented shapes, correctly signed. */
export interface ProviderSamples {
  readonly provider: string;
  /** The key pair it signs with, where it does: the source's secret is then the public key (`makeKeyPair`). */
  readonly keyPair?: 'ec-p256' | 'rsa-2048';
  /** How many events one request may carry. */
  readonly batch: number;
  readonly samples: readonly Sample[];
  /** A whole signed request around entries made by `Sample.entry`. */
  readonly request: (entries: readonly unknown[], key: SampleKey) => WebhookRequest;
}
