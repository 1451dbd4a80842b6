import type { EventKind, FailureEvidence, FailureKind, ReportedEvent } from '../../events/event.ts';
import { UnreadableBody } from '../provider.ts';
import { type JsonRecord, textOf } from './json.ts';
import type { Word } from './vocabulary.ts';

/** What every event has, of whatever kind. */
export interface EventFacts {
  readonly recipient: string;
  /** Milliseconds since 1970 UTC. */
  readonly occurredAt: number;
  readonly eventId: string;
  readonly list?: string;
}

const failureKinds: ReadonlySet<EventKind> = new Set<FailureKind>([
  'bounce',
  'deferral',
  'dropped',
  'auto-reply',
]);

export function isFailureKind(kind: EventKind): kind is FailureKind {
  return failureKinds.has(kind);
}

/**
 * An event of the kind that the ESP's word means. A failure carries the word's permanence and code beside the
 * evidence; of any other kind the evidence is no part.
 */
export function eventOf(
  word: Pick<Word, 'kind' | 'permanent' | 'code'>,
  facts: EventFacts,
  evidence: FailureEvidence = {},
): ReportedEvent {
  if (!isFailureKind(word.kind)) return { ...facts, kind: word.kind };
  const espCode = evidence.espCode ?? word.code ?? undefined;
  return { ...facts, kind: word.kind, permanent: word.permanent, evidence: { ...evidence, espCode } };
}

/**
 * The first of the keys that holds a recipient, as the ESP wrote it.
 *
 * @throws UnreadableBody when none does
 */
export function recipientOf(from: JsonRecord, ...keys: readonly string[]): string {
  for (const key of keys) {
    const text = textOf(from, key);
    if (text?.includes('@')) return text;
  }
  throw new UnreadableBody('The event names no recipient.');
}

/** One id of what together names an event; missing parts stay as empty places. */
export function eventId(...parts: ReadonlyArray<string | number | null | undefined>): string {
  return parts.map((part) => part ?? '').join('/');
}
