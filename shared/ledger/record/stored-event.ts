import { type Basis, type ClassifiedEvent, isManualKind, type StoredKind } from '../../events/event.ts';
import type { FailureCode } from '../../failure-codes/scheme.ts';
import { clip } from './clip.ts';
import type { EventIdHash } from './event-id.ts';
import { hash32 } from './text-hash.ts';

/**
 * An event as a record holds it. Its id is a keyed 64-bit hash in two halves; its rule (of a manual action: its actor and
 * note) is a 32-bit hash of a text that the record's text table may still hold.
 */
export interface StoredEvent {
  readonly idHigh: number;
  readonly idLow: number;
  /** Seconds since 1970. */
  readonly at: number;
  readonly kind: StoredKind;
  readonly permanent: boolean | null;
  readonly code: FailureCode;
  readonly basis: Basis;
  readonly replayGeneration: number;
  /** Hash of the rule's name, or of a manual action's note; 0 when there is none. */
  readonly textHash: number;
  readonly source: string;
  readonly list: string;
  /** Of a release: a proof was stated with it. */
  readonly hasProof: boolean;
  /** Of a drop: a list of the ESP's own has the address. */
  readonly onEspSuppressionList: boolean;
}

/** Bytes of UTF-8 that names of sources and lists may have in a record; longer ones are cut. */
export const MAX_NAME_LENGTH = 64;
const MAX_RULE_LENGTH = 64;
const MAX_ACTOR_LENGTH = 48;
const MAX_NOTE_LENGTH = 96;
const MAX_TIME = 0xffff_ffff;
export const MAX_REPLAY_GENERATION = 0xffff;

/** The stored form of an event; `text` is what goes into the record's text table with it. */
export function toStoredEvent(
  event: ClassifiedEvent,
  hashId: EventIdHash,
  text = textOfEvent(event),
): StoredEvent {
  const id = hashId(event.id);
  return {
    idHigh: id.high,
    idLow: id.low,
    at: Math.min(Math.max(Math.floor(event.at), 0), MAX_TIME),
    kind: event.kind,
    permanent: event.permanent,
    code: event.code,
    basis: event.basis,
    replayGeneration: Math.min(Math.max(event.replayGeneration, 0), MAX_REPLAY_GENERATION),
    textHash: hashText(text),
    source: clip(event.source, MAX_NAME_LENGTH),
    list: clip(event.list, MAX_NAME_LENGTH),
    hasProof: Boolean(event.proof),
    onEspSuppressionList: event.onEspSuppressionList === true,
  };
}

/** The text of an event that goes into the text table: its rule, or the actor and the note of a manual action. */
export function textOfEvent(event: ClassifiedEvent): string {
  if (!isManualKind(event.kind)) return clip(event.rule, MAX_RULE_LENGTH);
  const actor = clip((event.actor ?? '').replaceAll(SEPARATOR, ' '), MAX_ACTOR_LENGTH);
  return `${actor}${SEPARATOR}${clip(event.note ?? '', MAX_NOTE_LENGTH)}`;
}

/** Separates actor from note; no actor's name contains it. */
const SEPARATOR = '\n';

/** Actor and note of a manual action's text; empty when the text table no longer holds it. */
export function splitNote(text: string): { readonly actor: string; readonly note: string } {
  const cut = text.indexOf(SEPARATOR);
  return { actor: text.slice(0, Math.max(cut, 0)), note: text.slice(cut + 1) };
}

const TEXT_SEED = 3;

/** The hash by which events refer to an entry of the text table; 0 is the empty text's alone. */
export function hashText(text: string): number {
  return text === '' ? 0 : hash32(text, TEXT_SEED) || 1;
}

/** A total order of a record's events: newest first, ties by id. */
export function newestFirst(a: StoredEvent, b: StoredEvent): number {
  return b.at - a.at || b.idHigh - a.idHigh || b.idLow - a.idLow;
}
