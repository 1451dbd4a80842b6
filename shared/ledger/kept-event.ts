import type { Basis, EventKind, LedgerEvent } from '../events/event.ts';
import type { FailureCode } from '../failure-codes/scheme.ts';
import { hash32 } from './key.ts';
import { clip } from './text.ts';

export type KeptKind = EventKind | 'suppress' | 'release';

/**
 * An event as a record keeps it. Its id is a 64-bit hash in two halves; its rule (of a manual action: its actor
 * and reason) is a 32-bit hash of a text that the record's shelf may still hold.
 */
export interface KeptEvent {
  readonly idHigh: number;
  readonly idLow: number;
  /** Seconds since 1970. */
  readonly at: number;
  readonly kind: KeptKind;
  readonly permanent: boolean | null;
  readonly code: FailureCode;
  readonly basis: Basis;
  readonly replayGeneration: number;
  /** Hash of the rule's name, or of a manual action's note; 0 when there is none. */
  readonly text: number;
  readonly source: string;
  readonly list: string;
  /** A stated proof came with a release. */
  readonly proven: boolean;
  /** Of a drop: a list of the ESP's own has the address. */
  readonly onEspSuppressionList: boolean;
}

/** Bytes of UTF-8 that names of sources and lists may have in a record; longer ones are cut. */
export const MAX_NAME_LENGTH = 64;
const MAX_RULE_LENGTH = 64;
const MAX_ACTOR_LENGTH = 48;
const MAX_REASON_LENGTH = 96;
const LATEST = 0xffff_ffff;

/** What is kept of an event; `text` is what goes to the record's shelf with it. */
export function keep(event: LedgerEvent, text = shelfText(event)): KeptEvent {
  return {
    idHigh: hash32(event.id, 1),
    idLow: hash32(event.id, 2),
    at: Math.min(Math.max(Math.floor(event.at), 0), LATEST),
    kind: event.kind,
    permanent: event.permanent,
    code: event.code,
    basis: event.basis,
    replayGeneration: Math.min(Math.max(event.replayGeneration, 0), 0xffff),
    text: textHash(text),
    source: clip(event.source, MAX_NAME_LENGTH),
    list: clip(event.list, MAX_NAME_LENGTH),
    proven: Boolean(event.proof),
    onEspSuppressionList: event.onEspSuppressionList === true,
  };
}

/** The text of an event that goes to the record's shelf: its rule, or who acted by hand and why. */
export function shelfText(event: LedgerEvent): string {
  if (event.kind !== 'suppress' && event.kind !== 'release') return clip(event.rule, MAX_RULE_LENGTH);
  return joinNote(event.actor ?? '', event.reason ?? '');
}

/** Separates actor from reason; no name holds it. */
const SEPARATOR = '\n';

function joinNote(actor: string, reason: string): string {
  return `${clip(actor.replaceAll(SEPARATOR, ' '), MAX_ACTOR_LENGTH)}${SEPARATOR}${clip(reason, MAX_REASON_LENGTH)}`;
}

/** Actor and reason of a manual action's note; empty when the shelf no longer holds it. */
export function splitNote(note: string): { actor: string; reason: string } {
  const cut = note.indexOf(SEPARATOR);
  return { actor: note.slice(0, Math.max(cut, 0)), reason: note.slice(cut + 1) };
}

const TEXT_SEED = 3;

/** The hash by which events refer to a text on the shelf; 0 is the empty text's alone. */
export function textHash(text: string): number {
  return text === '' ? 0 : hash32(text, TEXT_SEED) || 1;
}

/** A fixed total order: newest first, ties by id. */
export function newestFirst(a: KeptEvent, b: KeptEvent): number {
  return b.at - a.at || b.idHigh - a.idHigh || b.idLow - a.idLow;
}
