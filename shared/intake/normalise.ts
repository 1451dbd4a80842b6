import { bareAddress, toLedgerAddress } from '../address/address.ts';
import type { Classification, Classifier } from '../classifier/classifier.ts';
import { redact } from '../classifier/redact.ts';
import type { LedgerSettings } from '../config/settings.ts';
import { isFailure, type LedgerEvent, type ReportedEvent, type ReportedFailure } from '../events/event.ts';
import { UNKNOWN } from '../failure-codes/scheme.ts';
import { CLOCK_TOLERANCE } from '../ledger/intervals.ts';
import { EVERY_LIST } from '../ledger/ledger.ts';

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
  return { classification, permanent: permanence(event, classification) };
}

/**
 * An ESP that calls a 5xx "transient" retries nothing (SES does so with 5.4.4), and one that does not say
 * leaves it to the reply. A reply never makes a permanent failure temporary: the ESP has given up.
 */
function permanence(event: ReportedFailure, { code, basis }: Classification): boolean | null {
  if (event.kind === 'deferral') return false;
  if (event.permanent === true) return true;
  const reply = replyClass(event);
  if (event.permanent === null) return reply === '5' ? true : reply === '4' ? false : null;
  const namesTheAddress = code >= 2000 && code < 3000 && basis !== 'esp' && basis !== 'reply-code';
  return reply === '5' && namesTheAddress;
}

const INACTIVE = 3002;

/**
 * What the ledger takes for permanent. Of an account that is disabled the receiver's own word counts where there is
 * one: by 5xx for good, by 4xx for now, whichever class the ESP puts disabled accounts into.
 */
function forGood(event: ReportedEvent, { classification, permanent }: ClassifiedEvent): boolean | null {
  if (classification?.code !== INACTIVE || !isFailure(event) || event.kind !== 'bounce') return permanent;
  const reply = replyClass(event);
  return reply === '5' ? true : reply === '4' ? false : permanent;
}

const REPLY_CLASS = /(?:^|[^\d.])([245])(?:\.\d{1,3}\.\d{1,3}|[0-5]\d)(?=$|[^\d.])/;

/** The first digit of the enhanced status or the reply code, wherever the report gives one. */
function replyClass({ evidence }: ReportedFailure): string | undefined {
  const stated = evidence.status || evidence.replyCode;
  if (stated) return stated[0];
  return evidence.diagnostic && REPLY_CLASS.exec(evidence.diagnostic.slice(0, 1_024))?.[1];
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
    const judged = judge(classifier, event, context.provider);
    const { classification } = judged;
    const normal: LedgerEvent = {
      address,
      originalAddress: bareAddress(event.recipient),
      kind: event.kind,
      permanent: forGood(event, judged),
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
