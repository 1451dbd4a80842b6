import { bareAddress, toLedgerAddress } from '../address/address.ts';
import type { Classification, Classifier } from '../classifier/classifier.ts';
import { redact } from '../classifier/redact.ts';
import type { LedgerSettings } from '../config/settings.ts';
import { isFailure, type LedgerEvent, type ReportedEvent } from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { CLOCK_TOLERANCE } from '../ledger/intervals.ts';
import { EVERY_LIST } from '../ledger/ledger.ts';
import { effectivePermanence, reconcilePermanence } from '../smtp/permanence.ts';

/** By which way an event came. */
export interface IngestContext {
  readonly source: string;
  readonly provider: string;
  /** Event ids are unique within a family of providers. */
  readonly family: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /** 0 as it came in; a replay's edition otherwise. */
  readonly replayGeneration: number;
}

/** A failure's code with what it rests on; signals (complaints, deliveries) have none. */
export interface ClassifiedEvent {
  readonly classification: Classification | null;
  readonly permanent: boolean | null;
}

/** Classifies a reported event and reconciles what its ESP says of permanence with what the reply says. */
export function judge(classifier: Classifier, event: ReportedEvent, provider: string): ClassifiedEvent {
  if (!isFailure(event)) return { classification: null, permanent: null };
  const classification = classifier.classify({
    ...event.evidence,
    provider,
    permanent: event.permanent,
  });
  return { classification, permanent: reconcilePermanence(event, classification) };
}

/** What may suppress; a clock that runs ahead must not put it off. */
const COUNTS_ON_ARRIVAL: readonly ReportedEvent['kind'][] = ['bounce', 'dropped', 'complaint', 'unsubscribe'];

/**
 * When an event happened, milliseconds since 1970. Nothing is reported before it has happened: what may suppress, and
 * says that it is of the future, is of its arrival. What may release keeps such a time, and counts when that has come:
 * a wrong clock must not release either. Of several arrivals of one event the first one counts, as the fold has it.
 */
function timeOf({ kind, occurredAt }: ReportedEvent, { receivedAt }: IngestContext): number {
  if (!Number.isFinite(occurredAt) || occurredAt <= 0) return receivedAt;
  const ahead = occurredAt > receivedAt + CLOCK_TOLERANCE * 1_000;
  return ahead && COUNTS_ON_ARRIVAL.includes(kind) ? receivedAt : occurredAt;
}

/**
 * Makes the function that turns what an ESP reported into what the ledger folds.
 * It answers null when the recipient is no address.
 */
export function createNormaliser(
  classifier: Classifier,
  settings: Pick<LedgerSettings, 'sources' | 'addresses'>,
): (event: ReportedEvent, context: IngestContext) => LedgerEvent | null {
  const listOf = new Map(settings.sources.map((source) => [source.name, source.list]));
  return (event, context) => {
    const address = toLedgerAddress(event.recipient, settings.addresses);
    if (address === null) return null;
    const { classification } = judge(classifier, event, context.provider);
    const normal: LedgerEvent = {
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
      ? { ...normal, onEspSuppressionList: true }
      : normal;
  };
}
