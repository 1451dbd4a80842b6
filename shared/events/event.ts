import type { LedgerAddress } from '../address/address.ts';
import type { FailureCode } from '../failure-codes/scheme.ts';
import { namesOf, storedNumbers } from '../stored-numbers.ts';

/*
 * What happened to one message for one recipient, beside the number that each kind has in a stored record: append
 * kinds with new numbers, never renumber.
 */

/** Kinds that say why in a failure code. `deferral`: the ESP still tries. `dropped`: the ESP refused to send. */
const failures = { bounce: 0, deferral: 1, dropped: 2, 'auto-reply': 3 } as const;
/** `other`: opens, clicks, sends; acknowledged, never stored. */
const signals = { complaint: 4, unsubscribe: 5, resubscribe: 6, delivered: 7, other: 8 } as const;
const manualActions = { suppress: 9, release: 10 } as const;

export type FailureKind = keyof typeof failures;
export type SignalKind = keyof typeof signals;
/** Kinds that an ESP or a mail reports. */
export type EventKind = FailureKind | SignalKind;
/** Kinds of manual actions. */
export type ManualKind = keyof typeof manualActions;
/** Every kind that a record may hold. */
export type StoredKind = EventKind | ManualKind;

export const failureKinds: readonly FailureKind[] = /* @__PURE__ */ namesOf(failures);
export const signalKinds: readonly SignalKind[] = /* @__PURE__ */ namesOf(signals);
export const eventKinds: readonly EventKind[] = /* @__PURE__ */ namesOf({ ...failures, ...signals });
/** The kinds with their stored numbers. */
export const storedKinds = /* @__PURE__ */ storedNumbers<StoredKind>({
  ...failures,
  ...signals,
  ...manualActions,
});

/** All that a report says about why; every part may be missing. Texts are as the ESP gave them. */
export interface FailureEvidence {
  /** The SMTP reply or diagnostic, perhaps with a reporting host's preamble. */
  readonly diagnostic?: string;
  /** Enhanced status code, RFC 3463: `5.1.1`. */
  readonly status?: string;
  /** SMTP reply code, RFC 5321: `550`. */
  readonly replyCode?: string;
  /** The ESP's own words for why it did not send: no server's reply, and never classified. */
  readonly espText?: string;
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
  /** A list of the ledger, where the sender's own program names one. */
  readonly list?: string;
  /** A list that the ESP makes, by the ESP's name: an unsubscribe group of SendGrid, a topic of SES. */
  readonly espList?: string;
  /**
   * The ESP names several recipients, and not which of them the event is about. It is evidence on each of them, and
   * no cause of the policy counts it.
   */
  readonly ambiguous?: boolean;
  /** Nothing verifies that the event happened: an inbound mail without a signed return path. Evidence alone, too. */
  readonly unverified?: boolean;
}

export interface ReportedFailure extends Reported {
  readonly kind: FailureKind;
  /** True, false, or null where the ESP does not say. */
  readonly permanent: boolean | null;
  readonly evidence: FailureEvidence;
}

export interface ReportedSignal extends Reported {
  readonly kind: SignalKind;
  /** The ESP's event name is in none of its event maps: acknowledged, archived and counted. */
  readonly unmapped?: boolean;
}

/** One event as an ESP's reader understood it, before classification. */
export type ReportedEvent = ReportedFailure | ReportedSignal;

/** Whether events of a kind say why in a failure code. */
export function isFailureKind(kind: string): kind is FailureKind {
  return Object.hasOwn(failures, kind);
}

/** Whether a kind is a manual action. */
export function isManualKind(kind: string): kind is ManualKind {
  return Object.hasOwn(manualActions, kind);
}

export function isFailure(event: ReportedEvent): event is ReportedFailure {
  return 'evidence' in event;
}

/**
 * What a failure code rests on, beside its stored number: append, never renumber. The policy asks for more than a
 * bare reply code before it calls an address dead.
 */
export const storedBases = /* @__PURE__ */ storedNumbers({
  operator: 0,
  stated: 1,
  receiver: 2,
  text: 3,
  status: 4,
  esp: 5,
  'reply-code': 6,
  none: 7,
  ambiguous: 8,
  unverified: 9,
  outdated: 10,
});
export type Basis = ReturnType<typeof storedBases.nameOf> & string;
export const bases = storedBases.names;

/**
 * Whether an event with this basis is evidence alone: no cause of the policy counts it, and nothing is released by it.
 * `ambiguous`: the ESP names several recipients, and not which of them it is about. `unverified`: a mail that anyone
 * may have written. `outdated`: a webhook's event from long before any retry of its ESP.
 */
export function isEvidenceOnly(basis: Basis): boolean {
  return basis === 'ambiguous' || basis === 'unverified' || basis === 'outdated';
}

/** A classified event about one address: what the ledger merges into the address's record. */
export interface ClassifiedEvent {
  readonly address: LedgerAddress;
  /** As the ESP wrote it, case kept: SES's own list asks for its exact case. */
  readonly originalAddress?: string;
  readonly kind: StoredKind;
  readonly permanent: boolean | null;
  readonly code: FailureCode;
  readonly basis: Basis;
  /** Name of the rule that decided the code; it can be found in the rules' data. */
  readonly rule: string;
  /** Seconds since 1970 UTC: the ledger's resolution. */
  readonly at: number;
  /** Names this event over every redelivery. The address is the record's own key. */
  readonly id: string;
  readonly source: string;
  readonly list: string;
  /** Redacted, at most 200 characters; empty when there is none. */
  readonly diagnostic: string;
  /** 0 as it came in; a replay's generation replaces what lower generations reported under the same id. */
  readonly replayGeneration: number;
  /** Of `dropped`: a list of the ESP's own has the address. */
  readonly onEspSuppressionList?: boolean;
  /** Rows that an operator imports: the source guard does not count them. */
  readonly imported?: boolean;
  /** Of a manual action: who did it, and why. */
  readonly actor?: string;
  readonly note?: string;
  /** The stated proof of a release, where the policy asks for one. */
  readonly proof?: string;
}
