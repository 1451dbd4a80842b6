import type { LedgerAddress } from '../address/address.ts';
import type { FailureCode } from '../failure-codes/scheme.ts';

/**
 * What happened to one message for one recipient, in the field's words.
 * `deferral`: the ESP still tries. `dropped`: the ESP refused to send (its own list, its own check).
 * `other`: opens, clicks, sends; acknowledged, never stored.
 */
export const failureKinds = ['bounce', 'deferral', 'dropped', 'auto-reply'] as const;
export type FailureKind = (typeof failureKinds)[number];
export const signalKinds = ['complaint', 'unsubscribe', 'resubscribe', 'delivered', 'other'] as const;
export type SignalKind = (typeof signalKinds)[number];
export type EventKind = FailureKind | SignalKind;

/** All that a report says about why; every part may be missing. Texts are as the ESP gave them. */
export interface FailureEvidence {
  /** The SMTP reply or diagnostic, perhaps with a reporting host's preamble. */
  readonly diagnostic?: string;
  /** Enhanced status code, RFC 3463: `5.1.1`. */
  readonly status?: string;
  /** SMTP reply code, RFC 5321: `550`. */
  readonly replyCode?: string;
  /** The ESP's own word for it, as in its documentation: `Permanent/NoEmail`, `Invalid Address`. */
  readonly espClass?: string;
  /** What the ESP's word means in our scheme, from its vocabulary; absent when the word says nothing. */
  readonly espCode?: FailureCode;
  /** A code of our scheme that the ESP itself states (SocketLabs); it is kept as given. */
  readonly statedCode?: FailureCode;
  /**
   * The readable text of a bounce mail without a machine-readable part, at most `MAX_BODY_TEXT_LENGTH` characters: what an
   * operator's own rules for text bodies are matched against.
   */
  readonly bodyText?: string;
  /** The ESP did not send because a list of its own has the address, whatever put it there. */
  readonly onEspSuppressionList?: boolean;
}

/** Characters of a body text that are read; the reason stands at its beginning. */
export const MAX_BODY_TEXT_LENGTH = 4_096;

interface Reported {
  /** The recipient as the ESP wrote it. */
  readonly recipient: string;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly occurredAt: number;
  /** The ESP's id of this event, as text; with the recipient it is the key of de-duplication. */
  readonly eventId: string;
  /** A list narrower than the source's own, when the ESP names one (a SendGrid unsubscribe group). */
  readonly list?: string;
}

export interface ReportedFailure extends Reported {
  readonly kind: FailureKind;
  /** True, false, or null where the ESP does not say. */
  readonly permanent: boolean | null;
  readonly evidence: FailureEvidence;
}

export interface ReportedSignal extends Reported {
  readonly kind: SignalKind;
}

/** One event as an ESP's reader understood it, before classification. */
export type ReportedEvent = ReportedFailure | ReportedSignal;

/** Kinds that say why in a failure code. */
export function isFailureKind(kind: string): kind is FailureKind {
  return failureKinds.some((known) => known === kind);
}

export function isFailure(event: ReportedEvent): event is ReportedFailure {
  return 'evidence' in event;
}

/** What a failure code rests on. The policy asks for more than a bare reply code before it calls an address dead. */
export const bases = [
  'operator',
  'stated',
  'receiver',
  'text',
  'status',
  'esp',
  'reply-code',
  'none',
] as const;
export type Basis = (typeof bases)[number];

/** A classified event about one address: what the ledger folds. */
export interface LedgerEvent {
  readonly address: LedgerAddress;
  /** As the ESP wrote it, case kept: SES's own list asks for its exact case. */
  readonly originalAddress?: string;
  readonly kind: EventKind | 'suppress' | 'release';
  readonly permanent: boolean | null;
  readonly code: FailureCode;
  readonly basis: Basis;
  /** Name of the rule that decided the code; it can be found in the rules' data. */
  readonly rule: string;
  /** Seconds since 1970 UTC: the ledger's resolution. */
  readonly at: number;
  /** Names this event over every redelivery: provider family, event id. The address is the record's own key. */
  readonly id: string;
  readonly source: string;
  readonly list: string;
  /** Redacted, at most 200 characters; empty when there is none. */
  readonly diagnostic: string;
  /** 0 as it came in; a replay's edition (hours since 2026) replaces what lower editions said of the same id. */
  readonly replayGeneration: number;
  /** Of `dropped`: a list of the ESP's own has the address. */
  readonly onEspSuppressionList?: boolean;
  /** Who and why, for `suppress` and `release`. */
  readonly actor?: string;
  readonly reason?: string;
  /** The stated proof a person gave, where the policy asks for one. */
  readonly proof?: string;
}
