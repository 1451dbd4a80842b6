import { bareAddress, toLedgerAddress } from '../address/address.ts';
import type { Classification, Classifier } from '../classifier/classifier.ts';
import { redact } from '../classifier/redact.ts';
import type { LedgerSettings } from '../config/settings.ts';
import { isFailure, type LedgerEvent, type ReportedEvent } from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { CLOCK_TOLERANCE, EVERY_LIST } from '../ledger/policy/list-verdict.ts';
import { effectivePermanence, type Permanence, reconcilePermanence } from '../smtp/permanence.ts';

/** How a delivery came: what the events in it do not say themselves. */
export interface IngestContext {
  readonly source: string;
  readonly provider: string;
  /** Event ids are unique within a family of providers. */
  readonly family: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** 0 on first arrival; the generation of a replay otherwise. */
  readonly replayGeneration: number;
}

/** A failure's code with its basis; signals (complaints, deliveries) have none. */
export interface ClassifiedEvent {
  readonly classification: Classification | null;
  readonly permanent: Permanence;
}

/** Classifies a reported event and reconciles what its ESP states of permanence with what the reply says. */
export function classifyEvent(
  classifier: Classifier,
  event: ReportedEvent,
  provider: string,
): ClassifiedEvent {
  if (!isFailure(event)) return { classification: null, permanent: null };
  const classification = classifier.classify({ ...event.evidence, provider, permanent: event.permanent });
  return { classification, permanent: reconcilePermanence(event, classification) };
}

/** The kinds that may suppress: a clock that runs ahead must not put that off. */
const COUNTS_ON_ARRIVAL: readonly ReportedEvent['kind'][] = ['bounce', 'dropped', 'complaint', 'unsubscribe'];

/**
 * When an event happened, milliseconds since 1970. What may suppress and is dated ahead of the clock counts as of its
 * arrival. What may release keeps such a time, and counts when that has come: a wrong clock must not release either.
 * Of several arrivals of one event the first one counts, as the ledger merges them.
 */
function timeOf({ kind, occurredAt }: ReportedEvent, { receivedAt }: IngestContext): number {
  if (!Number.isFinite(occurredAt) || occurredAt <= 0) return receivedAt;
  const ahead = occurredAt > receivedAt + CLOCK_TOLERANCE * 1_000;
  return ahead && COUNTS_ON_ARRIVAL.includes(kind) ? receivedAt : occurredAt;
}

/** Turns what an ESP reported into what the ledger merges; null when the recipient is no address. */
export type ToLedgerEvent = (event: ReportedEvent, context: IngestContext) => LedgerEvent | null;

export function createLedgerEventMapper(
  classifier: Classifier,
  settings: Pick<LedgerSettings, 'sources' | 'addresses'>,
): ToLedgerEvent {
  const listOf = new Map(settings.sources.map((source) => [source.name, source.list]));
  return (event, context) => {
    const address = toLedgerAddress(event.recipient, settings.addresses);
    if (address === null) return null;
    const { classification } = classifyEvent(classifier, event, context.provider);
    const ledgerEvent: LedgerEvent = {
      address,
      originalAddress: bareAddress(event.recipient),
      kind: event.kind,
      permanent: isFailure(event) && classification ? effectivePermanence(event, classification) : null,
      code: classification?.code ?? UNKNOWN,
      basis: classification?.basis ?? 'none',
      rule: classification?.rule ?? event.kind,
      at: Math.floor(timeOf(event, context) / 1000),
      id: `${context.family}:${event.eventId}`,
      source: context.source,
      list: event.list ?? listOf.get(context.source) ?? EVERY_LIST,
      diagnostic: isFailure(event) && event.evidence.diagnostic ? redact(event.evidence.diagnostic) : '',
      replayGeneration: context.replayGeneration,
    };
    return event.kind === 'dropped' && event.evidence.onEspSuppressionList
      ? { ...ledgerEvent, onEspSuppressionList: true }
      : ledgerEvent;
  };
}
