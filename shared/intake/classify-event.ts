/** Classifies what ESPs report, and maps it to what the ledger merges. */
import { toLedgerAddress } from '../address/address.ts';
import { addrSpecOf } from '../address/mailbox.ts';
import type { Classification, Classifier } from '../classifier/classifier.ts';
import { redact } from '../classifier/redact.ts';
import type { LedgerSettings } from '../config/settings.ts';
import {
  type Basis,
  type ClassifiedEvent,
  isFailure,
  type ReportedEvent,
  type ReportedFailure,
} from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { CLOCK_TOLERANCE } from '../ledger/policy/list-verdict.ts';
import { effectivePermanence, type Permanence, reconcilePermanence } from '../smtp/permanence.ts';
import { type Authority, listFor } from './authority.ts';

/** How a delivery came: what the events in it do not say themselves. */
export interface IngestContext {
  readonly source: string;
  readonly provider: string;
  /** What the source may report on; null where it may report nothing. */
  readonly authority: Authority | null;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** 0 on first arrival; the generation of a replay otherwise. */
  readonly replayGeneration: number;
  /** Rows that an operator imports. @default false */
  readonly imported?: boolean;
  /** Days before its arrival from which on an event is evidence alone; null for any age. @default null */
  readonly maxEventAgeDays?: number | null;
}

/** A failure's code with its basis; signals (complaints, deliveries) have none. */
export interface EventClassification {
  readonly classification: Classification | null;
  readonly permanent: Permanence;
}

/** Classifies a reported event and reconciles what its ESP states of permanence with what the reply says. */
export function classifyEvent(
  classifier: Classifier,
  event: ReportedEvent,
  provider: string,
): EventClassification {
  if (!isFailure(event)) return { classification: null, permanent: null };
  const classification = classifyFailure(classifier, event, provider);
  return { classification, permanent: reconcilePermanence(event, classification) };
}

function classifyFailure(classifier: Classifier, event: ReportedFailure, provider: string): Classification {
  return classifier.classify({ ...event.evidence, provider, permanent: event.permanent });
}

/**
 * When an event happened, milliseconds since 1970. One that is dated ahead of the clock counts as of its arrival: it
 * has happened, and a release of the future would outlast every failure until then. Of several arrivals of one event
 * the first one counts, as the ledger merges them.
 */
export function timeOf(
  { occurredAt }: Pick<ReportedEvent, 'occurredAt'>,
  { receivedAt }: Pick<IngestContext, 'receivedAt'>,
): number {
  if (!Number.isFinite(occurredAt) || occurredAt <= 0) return receivedAt;
  return occurredAt > receivedAt + CLOCK_TOLERANCE * 1_000 ? receivedAt : occurredAt;
}

/** Why an event changes nothing, though it was parsed. */
export type Refusal =
  | 'invalid-address'
  | 'invalid-list'
  /** Of a list or a kind that the source may not report. */
  | 'beyond-authority'
  /** It would end a suppression, and nothing verifies it. */
  | 'unverified'
  /** It would end a suppression, and is from long before its arrival. */
  | 'outdated'
  | MailRefusal;

/** Why a received mail is archived, and its reports change nothing. */
export type MailRefusal = 'inbound-mail-off' | 'spam-or-virus' | 'invalid-mail' | 'too-many-recipients';

/** What the ledger merges of a reported event, or why it merges nothing. */
export type MappedEvent = { readonly event: ClassifiedEvent } | { readonly refused: Refusal };

export type ToClassifiedEvent = (event: ReportedEvent, context: IngestContext) => MappedEvent;

const DAY_MS = 86_400_000;

/** Kinds that may end a suppression. */
const MAY_RELEASE: readonly ReportedEvent['kind'][] = ['resubscribe', 'delivered'];

/** Makes the function that turns what an ESP reported into what the ledger merges. */
export function createClassifiedEventMapper(
  classifier: Classifier,
  settings: Pick<LedgerSettings, 'addresses'>,
): ToClassifiedEvent {
  return (event, context) => {
    const address = toLedgerAddress(event.recipient, settings.addresses);
    if (address === null) return { refused: 'invalid-address' };
    if (context.authority === null) return { refused: 'beyond-authority' };
    const listed = listFor(event, context.authority);
    if ('refused' in listed) return listed;
    const evidenceOnly = evidenceOnlyBasis(event, context);
    if (evidenceOnly && MAY_RELEASE.includes(event.kind)) {
      return { refused: evidenceOnly === 'outdated' ? 'outdated' : 'unverified' };
    }
    const classification = isFailure(event) ? classifyFailure(classifier, event, context.provider) : null;
    const originalAddress = addrSpecOf(event.recipient);
    const classifiedEvent: ClassifiedEvent = {
      address,
      originalAddress,
      kind: event.kind,
      permanent: isFailure(event) && classification ? effectivePermanence(event, classification) : null,
      code: classification?.code ?? UNKNOWN,
      basis: evidenceOnly ?? classification?.basis ?? 'none',
      rule: classification?.rule ?? event.kind,
      at: Math.floor(timeOf(event, context) / 1000),
      id: idOf(event, context.authority),
      source: context.source,
      list: listed.list,
      diagnostic: diagnosticOf(event, originalAddress),
      replayGeneration: context.replayGeneration,
      ...(context.imported && { imported: true }),
    };
    return event.kind === 'dropped' && event.evidence.onEspSuppressionList
      ? { event: { ...classifiedEvent, onEspSuppressionList: true } }
      : { event: classifiedEvent };
  };
}

/** The reply, or the ESP's own words where it did not send; redacted. */
function diagnosticOf(event: ReportedEvent, recipient: string): string {
  const text = isFailure(event) ? (event.evidence.diagnostic ?? event.evidence.espText) : undefined;
  return text ? redact(text, { recipient }) : '';
}

/** Names the event within its family; apart from it where nothing verifies it, since anyone may choose its id. */
export function idOf(
  { eventId, unverified }: Pick<ReportedEvent, 'eventId' | 'unverified'>,
  { family }: Pick<Authority, 'family'>,
): string {
  return `${family}:${unverified ? 'unverified/' : ''}${eventId}`;
}

function evidenceOnlyBasis(event: ReportedEvent, context: IngestContext): Basis | undefined {
  if (event.unverified) return 'unverified';
  if (event.ambiguous) return 'ambiguous';
  return isOutdated(event, context) ? 'outdated' : undefined;
}

/** No ESP goes on trying for so long: who dates an event so far back imports, or holds a secret that leaked. */
function isOutdated(event: ReportedEvent, context: IngestContext): boolean {
  const { maxEventAgeDays = null, receivedAt } = context;
  return maxEventAgeDays !== null && timeOf(event, context) < receivedAt - maxEventAgeDays * DAY_MS;
}
